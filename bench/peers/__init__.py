"""Small programs that we are measured against."""
