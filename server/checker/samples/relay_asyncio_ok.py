# Question 6, with asyncio.
import asyncio
import sys

writers = set()


async def serve(reader, writer):
    writers.add(writer)
    try:
        while line := await reader.readline():
            for other in writers - {writer}:
                other.write(line)
    except (ConnectionError, ValueError):
        pass
    writers.discard(writer)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "0.0.0.0", int(sys.argv[1]), backlog=50)
    async with server:
        await server.serve_forever()


asyncio.run(main())
