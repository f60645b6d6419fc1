"""The door of every socket: who comes in, and whether they are still welcome."""
