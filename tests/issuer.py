"""A provider of OpenID Connect on this machine: signs what it is told to, for tests of signing in."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT = {"client_id": "zhifa", "client_secret": "between-us"}


class Provider:
    """`claims` go over those it would sign; `key` signs, `published` is what others check it with."""

    def __init__(self, url: str):
        self.url, self.claims, self.nonces, self.verifiers = url, {}, {}, []
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig", "alg": "RS256"})
        self.published = self.key

    def agree(self, address: str) -> dict:
        """What the person is sent back with, who said yes on the page at `address`."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT["client_id"]
        assert asked["code_challenge_method"] == "S256"
        self.nonces["code"] = asked["nonce"]
        return {"code": "code", "state": asked["state"]}

    def token(self, asked: dict) -> dict:
        self.verifiers.append(asked["code_verifier"][0])
        now = int(time.time())
        told = {
            "iss": self.url,
            "aud": CLIENT["client_id"],
            "sub": "1",
            "iat": now,
            "exp": now + 60,
            "nonce": self.nonces[asked["code"][0]],
        }
        told = {name: value for name, value in {**told, **self.claims}.items() if value is not None}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, told, self.key)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def metadata(self) -> dict:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict:
        return KeySet([self.published]).as_dict(private=False)


@contextmanager
def provider():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._say(running.keys() if self.path == "/keys" else running.metadata())

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(running.token(parse_qs(body)))

        def _say(self, told):
            content = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
