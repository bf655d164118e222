"""Records in JSON and YAML.

record_files.py  the shapes of files that hold records
raw_records.py   a record as it stands in a file -> `ResourceRecord`
json_records.py  JSON and JSON Lines -> records and URLs
json_tree.py     JSON -> values that know where they stand
json_walk.py     JSON with offsets
json_strings.py  text in JSON strings, with the place of each character
saved_links.py   what services say of a saved link, by any of their names
yaml_records.py  YAML -> records and URLs
yaml_nodes.py    YAML with line numbers and limits
toml_values.py    TOML with limits
"""
