namespace RdpCompliance.Engine.Sources;

/// <summary>Random access to the bytes of one input; the owner of a file is the Cli, which derives its own kind.</summary>
public abstract class SourceBytes
{
    public abstract long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> on.</summary>
    /// <returns>How many bytes were there; fewer than asked for only at the end.</returns>
    /// <exception cref="IOException">The disk failed; the scan reports the source as damaged.</exception>
    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>All bytes without a copy where they are in memory already.</summary>
    public virtual ReadOnlyMemory<byte> ReadAll()
    {
        var all = new byte[checked((int)Length)];
        var count = Read(0, all);
        return all.AsMemory(0, count);
    }

    /// <summary>Lets go of what can be had again.</summary>
    public virtual void Forget()
    {
    }

    public static SourceBytes FromMemory(ReadOnlyMemory<byte> bytes) => new InMemory(bytes);

    private sealed class InMemory(ReadOnlyMemory<byte> bytes) : SourceBytes
    {
        public override long Length => bytes.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            if (offset < 0 || offset >= bytes.Length)
            {
                return 0;
            }

            var rest = bytes.Span[(int)offset..];
            var count = Math.Min(rest.Length, destination.Length);
            rest[..count].CopyTo(destination);
            return count;
        }

        public override ReadOnlyMemory<byte> ReadAll() => bytes;
    }
}
