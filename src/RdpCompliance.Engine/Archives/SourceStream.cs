using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Archives;

/// <summary>A range of a source as a stream; remembers whether a reader wanted more than there is.</summary>
internal sealed class SourceStream(Source source, long start, long length) : Stream
{
    private long _position;

    public bool WasExhausted { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _position);
        var count = wanted <= 0 ? 0 : source.Read(start + _position, buffer[..wanted]);
        WasExhausted |= count == 0 && !buffer.IsEmpty;
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
