"""The endpoints of JSON (docs/web.md); each module has `ROUTES`."""
