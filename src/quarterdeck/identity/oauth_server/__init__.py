"""This server as an OAuth 2.1 authorization server, for MCP clients, GPT Actions and other programs."""
