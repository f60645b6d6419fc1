"""What happens, told and heard: live delivery, outgoing webhooks, the inbox of incoming ones."""
