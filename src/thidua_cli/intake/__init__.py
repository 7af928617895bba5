"""CSV and XLSX → proposed figures, each with its place; the form to fill in. Only `workbook`, `form` need a library."""
