"""Every sentence that the book shows a reader, apart from the code and ready for a translation."""
