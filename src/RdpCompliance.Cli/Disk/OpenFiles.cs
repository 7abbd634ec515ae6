namespace RdpCompliance.Cli.Disk;

/// <summary>
/// The files whose handles are held, so that a folder with thousands of hives does not use up the
/// system's handles: beyond <see cref="Most"/> the one unused for longest gives its own back.
/// </summary>
internal sealed class OpenFiles : IDisposable
{
    public const int Most = 64;
    private readonly Lock _gate = new();
    private readonly LinkedList<FileBytes> _byUse = new();
    private readonly Dictionary<FileBytes, LinkedListNode<FileBytes>> _nodes = [];

    /// <summary>
    /// Notes that a file was used. Files take no lock of this class while they hold their
    /// own, and this one releases outside of its lock: nobody waits in a circle.
    /// </summary>
    public void Keep(FileBytes file)
    {
        FileBytes? oldest = null;
        lock (_gate)
        {
            if (_nodes.TryGetValue(file, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                return;
            }

            _nodes.Add(file, _byUse.AddLast(file));
            if (_byUse.Count > Most && _byUse.First is { } first)
            {
                oldest = first.Value;
                _byUse.Remove(first);
                _nodes.Remove(oldest);
            }
        }

        oldest?.Release();
    }

    public void Dispose()
    {
        FileBytes[] all;
        lock (_gate)
        {
            all = [.. _byUse];
            _byUse.Clear();
            _nodes.Clear();
        }

        foreach (var file in all)
        {
            file.Release();
        }
    }
}
