"""A foreign text → the same value in citygraph's form: one module for each sort of value."""
