using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Registry.Hives;

namespace RdpCompliance.Readers.Registry;

/// <summary>Which of the keys that an export prints are wanted. It prints a tree after its root, so one answer often serves thousands of keys.</summary>
internal sealed class DemandedKeys(Demand demand)
{
    private readonly Dictionary<string, KeyDemand> _atRoots = new(StringComparer.Ordinal);
    private RegistryKey? _unwantedTree;

    public bool Includes(RegistryKey key)
    {
        if (demand.IsEverything)
        {
            return true;
        }

        if (_unwantedTree is { } tree && key.IsWithin(tree))
        {
            return false;
        }

        var end = key.Root.Length;
        var wanted = AtRoot(key.Root);
        while (!wanted.IsEverything && !wanted.IsNothing && end < key.Path.Length)
        {
            var start = end + 1;
            end = key.Path.IndexOf('\\', start) is var slash and >= 0 ? slash : key.Path.Length;
            wanted = wanted.Below(key.Path[start..end]);
        }

        if (wanted.IsNothing)
        {
            _unwantedTree = RegistryKey.TryParse(key.Path[..end]);
        }

        return wanted.IsWanted;
    }

    private KeyDemand AtRoot(string root)
    {
        if (!_atRoots.TryGetValue(root, out var wanted) && RegistryKey.TryParse(root) is { } key)
        {
            wanted = KeyDemand.At(key, demand, controlSet: null);
            _atRoots.Add(root, wanted);
        }

        return wanted ?? KeyDemand.Everything;
    }
}
