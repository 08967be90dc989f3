"""How the server that `convbook read` starts talks to the page: without waiting."""

import asyncio

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends each small message at once.

    Otherwise the operating system holds a message back until the one before has been acknowledged, which
    takes some 40 ms: two frames and more of a picture that follows a slider.
    """

    def connect(self) -> asyncio.Future | None:
        self.websocket_handler.set_nodelay(True)
        return super().connect()
