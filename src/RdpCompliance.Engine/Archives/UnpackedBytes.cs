using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Archives;

/// <summary>
/// The bytes of one entry of an archive. They are let go whenever memory is wanted, and unpacked again by
/// who comes back: archives may give a gigabyte, of which a few entries are looked at at a time.
/// </summary>
/// <param name="bytes">As they were unpacked first.</param>
/// <param name="unpack">Unpacks them again; the archive itself may have changed since.</param>
internal sealed class UnpackedBytes(byte[] bytes, Func<byte[]> unpack) : SourceBytes
{
    private readonly Lock _gate = new();
    private readonly WeakReference<byte[]> _bytes = new(bytes);

    public override long Length { get; } = bytes.Length;

    public override int Read(long offset, Span<byte> destination) => FromMemory(Unpacked()).Read(offset, destination);

    public override ReadOnlyMemory<byte> ReadAll() => Unpacked();

    private byte[] Unpacked()
    {
        lock (_gate)
        {
            if (!_bytes.TryGetTarget(out var known))
            {
                known = unpack();
                if (known.Length != Length)
                {
                    throw new IOException("The archive changed while it was read.");
                }

                _bytes.SetTarget(known);
            }

            return known;
        }
    }
}
