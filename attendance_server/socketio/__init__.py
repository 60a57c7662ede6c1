"""The door for clients of Socket.IO: Engine.IO 4 and Socket.IO 5 at `/socket.io/`.

The libraries python-engineio and python-socketio read and write the packets, and serve long
polling. What a client gets is written by `Rooms`, to a WebSocket as directly as everywhere else.
"""
