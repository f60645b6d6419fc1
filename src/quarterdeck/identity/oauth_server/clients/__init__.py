"""The programs that may ask people for access: registered, described by a document, or registered by themselves."""
