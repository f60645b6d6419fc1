"""The face for MCP clients. Everything that needs the SDK is loaded with the first request that gets in."""
