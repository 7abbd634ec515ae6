using Microsoft.Win32.SafeHandles;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Cli.Disk;

/// <summary>
/// The bytes of a file on disk. The first reads open and close it, because detection looks at the head of every
/// file, and a fleet's files together are more than memory should hold; whoever comes back gets a
/// small file from memory and a large one through windows over a handle that <see cref="OpenFiles"/>
/// keeps. A file that changes or vanishes between reads is an <see cref="IOException"/>.
/// </summary>
/// <param name="path">Where it is; messages do not show it.</param>
/// <param name="name">As messages name it.</param>
internal sealed class FileBytes(string path, string name, OpenFiles openFiles) : SourceBytes
{
    public const int SmallFile = 1 << 20;

    /// <summary>Whether it is an archive, and whose format it has.</summary>
    private const int Glances = 2;

    private const int WindowLength = 1 << 16;
    private const int WindowCount = 32;
    private readonly Lock _gate = new();
    private (long Number, ReadOnlyMemory<byte> Bytes)[]? _windows;
    private Stamp? _stamp;
    private int _glances;
    private ReadOnlyMemory<byte>? _whole;
    private SafeFileHandle? _handle;

    public override long Length
    {
        get
        {
            lock (_gate)
            {
                return First().Length;
            }
        }
    }

    public override int Read(long offset, Span<byte> destination)
    {
        bool hasHandle;
        int count;
        lock (_gate)
        {
            var rest = offset < 0 ? 0 : Math.Max(0, First().Length - offset);
            count = (int)Math.Min(destination.Length, rest);
            Fill(offset, destination[..count]);
            hasHandle = _handle is not null;
        }

        if (hasHandle)
        {
            openFiles.Keep(this);
        }

        return count;
    }

    public override ReadOnlyMemory<byte> ReadAll()
    {
        lock (_gate)
        {
            return _whole ??= LoadWhole();
        }
    }

    /// <summary>Gives back the handle and the windows; a later read opens the file again.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _handle?.Dispose();
            _handle = null;
            _windows = null;
        }
    }

    public override void Forget()
    {
        lock (_gate)
        {
            _whole = null;
        }

        Release();
    }

    private void Fill(long offset, Span<byte> wanted)
    {
        // An empty file is never opened: a pipe has no length either, and opening one waits for its writer.
        if (wanted.IsEmpty)
        {
            return;
        }

        if (_whole is null && _glances < Glances)
        {
            _glances++;
            using var once = Open();
            ReadExactly(once, offset, wanted);
            return;
        }

        if (_whole is null && First().Length <= SmallFile)
        {
            _whole = LoadWhole();
        }

        if (_whole is { } whole)
        {
            whole.Span.Slice((int)offset, wanted.Length).CopyTo(wanted);
        }
        else if (wanted.Length > WindowLength)
        {
            ReadExactly(_handle ??= Open(), offset, wanted);
        }
        else
        {
            FillFromWindows(offset, wanted);
        }
    }

    private void FillFromWindows(long offset, Span<byte> wanted)
    {
        while (!wanted.IsEmpty)
        {
            var window = Window(offset / WindowLength)[(int)(offset % WindowLength)..];
            var count = Math.Min(window.Length, wanted.Length);
            window[..count].CopyTo(wanted);
            wanted = wanted[count..];
            offset += count;
        }
    }

    private ReadOnlySpan<byte> Window(long number)
    {
        _windows ??= new (long, ReadOnlyMemory<byte>)[WindowCount];
        ref var slot = ref _windows[number % WindowCount];
        if (slot.Bytes.IsEmpty || slot.Number != number)
        {
            var start = number * WindowLength;
            var bytes = new byte[Math.Min(WindowLength, First().Length - start)];
            ReadExactly(_handle ??= Open(), start, bytes);
            slot = (number, bytes);
        }

        return slot.Bytes.Span;
    }

    private byte[] LoadWhole()
    {
        var length = First().Length;
        if (length > Array.MaxLength)
        {
            throw new IOException($"'{name}' has {length} bytes, too many to be read whole.");
        }

        _glances = Glances;
        var bytes = new byte[length];
        if (length > 0)
        {
            using var handle = Open();
            ReadExactly(handle, 0, bytes);
        }

        return bytes;
    }

    private SafeFileHandle Open()
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"'{name}' cannot be read: permission denied.", denied);
        }
        catch (IOException failed)
        {
            throw Failure(failed);
        }
    }

    /// <remarks>The stamp is compared at every visit to the disk: a file that was written to in between would be read half old, half new.</remarks>
    private void ReadExactly(SafeFileHandle handle, long offset, Span<byte> wanted)
    {
        try
        {
            if (new Stamp(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle)) != First())
            {
                throw Changed();
            }

            while (!wanted.IsEmpty)
            {
                var count = RandomAccess.Read(handle, wanted, offset);
                if (count == 0)
                {
                    throw Changed();
                }

                wanted = wanted[count..];
                offset += count;
            }
        }
        catch (IOException failed) when (failed is not FileChangedException)
        {
            throw Failure(failed);
        }
    }

    /// <summary>Length and time of the file when it was first looked at.</summary>
    private Stamp First()
    {
        if (_stamp is { } known)
        {
            return known;
        }

        var file = new FileInfo(path);
        _stamp = file.Exists ? new(file.Length, file.LastWriteTimeUtc) : throw new FileChangedException($"'{name}' vanished before it was read.");
        return _stamp.Value;
    }

    private FileChangedException Changed() => new($"'{name}' changed while it was read.");

    /// <summary>The system's messages carry the full path; ours do not say where on this machine a file lies.</summary>
    private IOException Failure(IOException failed) => failed is FileNotFoundException or DirectoryNotFoundException
        ? new FileChangedException($"'{name}' vanished while it was read.", failed)
        : new IOException($"'{name}' cannot be read: {failed.Message.Replace(path, name, StringComparison.Ordinal)}", failed);

    private readonly record struct Stamp(long Length, DateTime Written);
}
