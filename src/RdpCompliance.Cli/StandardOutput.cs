namespace RdpCompliance.Cli;

/// <summary>
/// Standard output, whose failures say what failed: it may be closed, or lead to a full disk. What nobody reads any more (<c>| head</c>) is no failure.
/// </summary>
/// <param name="open">Opens the process' own.</param>
internal sealed class StandardOutput(Func<Stream> open) : Stream
{
    private readonly Stream _output = open();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">Nothing can be written there.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _output.Write(buffer);
        }
        catch (UnauthorizedAccessException closed)
        {
            throw new IOException("Standard output cannot be written: it is closed.", closed);
        }
        catch (IOException failed)
        {
            throw new IOException($"Standard output cannot be written: {failed.Message.TrimEnd('.')}.", failed);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _output.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _output.Dispose();
        }

        base.Dispose(disposing);
    }
}
