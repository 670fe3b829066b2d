# Question 1, with asyncio.
import asyncio
import sys


async def serve(reader, writer):
    try:
        while line := await reader.readline():
            print(line.decode("utf-8", "replace").rstrip("\r\n"), flush=True)
    except ConnectionError:
        pass
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "0.0.0.0", int(sys.argv[1]))
    await server.serve_forever()


asyncio.run(main())
