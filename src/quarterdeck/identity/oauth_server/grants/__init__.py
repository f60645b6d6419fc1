"""What a person allowed a program; its code and refresh tokens live and die with it."""
