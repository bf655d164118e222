"""The workflow for GitHub Actions that `schedule ci` prints, a template of `str.format`.

A pull request is checked in one command, annotated, and has one comment that is rewritten. The scheduled part refreshes
the cache and keeps one issue. The database lives in the CI cache: it is saved before anything can fail, for counts over
several checks would never come together otherwise.
"""

WORKFLOW = """\
# .github/workflows/citecache.yml
name: citecache
on:
  pull_request:
  schedule:
    - cron: "{cron}"
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: citecache-${{{{ github.ref }}}}
env:
  CITECACHE_CONTACT: ${{{{ github.server_url }}}}/${{{{ github.repository }}}}
  GH_TOKEN: ${{{{ github.token }}}}
jobs:
  pull_request:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 60
    permissions:
      contents: read
      pull-requests: write  # for the comment
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - uses: actions/cache/restore@v4  # that of the last run here, else of the scheduled one
        with:
          path: {db_path}
          key: citecache-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: citecache-
      - run: pip install citecache
      - id: check
        name: Fetch what is new, and annotate
        run: |
          code=0
          citecache --db {db} check --fetch {sources} --format github || code=$?
          echo "code=$code" >> "$GITHUB_OUTPUT"
      - uses: actions/cache/save@v4
        if: always()
        with:
          path: {db_path}
          key: citecache-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
      - name: Write one comment, or rewrite it
        if: github.event.pull_request.head.repo.full_name == github.repository  # a fork's token cannot write
        env:
          COMMENTS: repos/${{{{ github.repository }}}}/issues/${{{{ github.event.number }}}}/comments
          COMMENT: repos/${{{{ github.repository }}}}/issues/comments
        run: |
          report="$RUNNER_TEMP/comment.md"
          citecache --db {db} check {sources} --format markdown -o "$report" || test $? -eq 3
          sed -i '1s/^/<!-- citecache -->\\n/' "$report"
          id=$(gh api --paginate "$COMMENTS" --jq '.[] | select(.body | startswith("<!-- citecache -->")) | .id')
          id=$(echo "$id" | head -n 1)
          if [ -n "$id" ]; then
            gh api --silent -X PATCH "$COMMENT/$id" -F "body=@$report"
          elif [ "${{{{ steps.check.outputs.code }}}}" != 0 ]; then
            gh api --silent -X POST "$COMMENTS" -F "body=@$report"
          fi
      - name: Fail where citations lead nowhere
        run: exit ${{{{ steps.check.outputs.code }}}}
  {every}:
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 300
    permissions:
      contents: read
      issues: write  # for the report
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - uses: actions/cache/restore@v4
        with:
          path: {db_path}
          key: citecache-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
          restore-keys: citecache-
      - run: pip install citecache
      - run: |
          citecache --db {db} add {sources}
      - run: |
          citecache --db {db} refresh
      - uses: actions/cache/save@v4
        if: always()
        with:
          path: {db_path}
          key: citecache-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}
      - run: |
          citecache --db {db} status
      - name: Keep one issue
        env:
          GH_REPO: ${{{{ github.repository }}}}
        run: |
          report="$RUNNER_TEMP/report.md" title="Citations that lead nowhere" code=0
          citecache --db {db} check {sources} --format markdown -o "$report" || code=$?
          test "$code" -eq 0 || test "$code" -eq 3
          cat "$report" >> "$GITHUB_STEP_SUMMARY"
          query=".[] | select(.title == \\"$title\\") | .number"
          issue=$(gh issue list --state open --limit 1000 --json number,title --jq "$query")
          issue=$(echo "$issue" | head -n 1)
          if [ "$code" -eq 0 ]; then
            test -z "$issue" || gh issue close "$issue"
          elif [ -n "$issue" ]; then
            gh issue edit "$issue" --body-file "$report"
          else
            gh issue create --title "$title" --body-file "$report"
          fi
"""
