using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Registry.Hives;

/// <summary>
/// Collects what is wrong with a hive, each at its place. Keys, values and lists are named, data never is: a SAM hive is read like any other.
/// </summary>
internal sealed class HiveFlaws(HiveImage image)
{
    private const int Most = 1000;

    private static readonly DiagnosticDescriptor NoRoot = new("RDP0148", DiagnosticEffect.Refusal, "The root key cannot be read: {0}.");
    private static readonly DiagnosticDescriptor BadBin = new("RDP0149", DiagnosticEffect.Damage, "The page at byte {0} belongs to no bin: {1}.");
    private static readonly DiagnosticDescriptor BadKey = new("RDP0150", DiagnosticEffect.Damage, "A subkey of '{0}' cannot be read: {1}.");
    private static readonly DiagnosticDescriptor BadList = new("RDP0151", DiagnosticEffect.Damage, "The subkeys of '{0}' cannot all be read: of a list, {1}.");
    private static readonly DiagnosticDescriptor BadValue = new("RDP0152", DiagnosticEffect.Damage, "A value of '{0}' cannot be read: {1}.");
    private static readonly DiagnosticDescriptor BadData = new("RDP0153", DiagnosticEffect.Damage, "The data of '{0}' cannot be read: {1}.");
    private static readonly DiagnosticDescriptor WrongCount = new(
        "RDP0154",
        DiagnosticEffect.Damage,
        "'{0}' has {1} subkeys in its lists; {2} were wanted by the key.");
    private static readonly DiagnosticDescriptor WrongPlace = new("RDP0155", DiagnosticEffect.Damage, "The key '{0}' contradicts the rest of the hive: {1}.");
    private static readonly DiagnosticDescriptor WrongOrder = new(
        "RDP0156",
        DiagnosticEffect.Note,
        "The key '{0}' is out of order in its list, so Windows may not find it.");
    private static readonly DiagnosticDescriptor Limit = new("RDP0157", DiagnosticEffect.Damage, "Reading stops at '{0}': {1}.");
    private static readonly DiagnosticDescriptor Layer = new(
        "RDP0158",
        DiagnosticEffect.Note,
        "The hive is a layer over another one (key '{0}'), so what is absent from it may stand there.");
    private static readonly DiagnosticDescriptor NoMount = new(
        "RDP0159",
        DiagnosticEffect.Note,
        "Neither its keys nor its name '{0}' say where Windows mounts the hive; its keys stand below 'ROOT'.");

    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();

    public ImmutableArray<Diagnostic> Found => _found.ToImmutable();

    /// <summary>Whether something of the hive could not be read.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Whether the keys of another hive stand below these.</summary>
    public bool IsLayer { get; private set; }

    public void RootUnreadable(uint cell, string why) => Add(NoRoot, HiveCells.PlaceOf(cell), 4, why);

    public void BinUnreadable(long offset, string why) => Add(BadBin, offset, 32, Number(offset), why);

    public void KeyUnreadable(uint cell, string parent, string why) => Add(BadKey, HiveCells.PlaceOf(cell), 4, parent, why);

    public void ListUnreadable(uint cell, string path, string why) => Add(BadList, HiveCells.PlaceOf(cell), 4, path, why);

    public void ValuesUnreadable(uint cell, string path, string why) => Add(BadValue, HiveCells.PlaceOf(cell), 4, path, why);

    public void DataUnreadable(HiveValue value, string path, string why) =>
        Add(BadData, value.Place.Offset, value.Place.Length, value.Name.Length == 0 ? $"{path}!(default)" : $"{path}!{value.Name}", why);

    public void CountDiffers(HiveKey key, string path, int count) => Add(WrongCount, key.Place.Offset + 20, 4, path, Number(count), Number(key.SubkeyCount));

    public void KeyContradicts(HiveKey key, string path, string why) => Add(WrongPlace, key.Place.Offset, key.Place.Length, path, why);

    public void OutOfOrder(HiveKey key, string path) => Add(WrongOrder, key.Place.Offset, key.Place.Length, path);

    public void LimitReached(HiveKey key, string path, string why) => Add(Limit, key.Place.Offset, key.Place.Length, path, why);

    public void MountUnknown(string name) => Add(NoMount, 0, 0, name);

    /// <summary>Said once: a layer consists of such keys.</summary>
    public void Layered(HiveKey key, string path)
    {
        if (!IsLayer)
        {
            IsLayer = true;
            Add(Layer, key.Place.Offset, key.Place.Length, path);
        }
    }

    private void Add(DiagnosticDescriptor descriptor, long offset, long length, params string[] arguments)
    {
        IsDamaged |= descriptor.Effect != DiagnosticEffect.Note;
        switch (_found.Count)
        {
            case < Most:
                _found.Add(new(descriptor, Place(offset, length), arguments));
                break;
            case Most:
                _found.Add(
                    new(
                        Limit,
                        Place(offset, length),
                        arguments is [var path, ..] ? path : "",
                        $"more than {Number(Most)} flaws were found, and no further one is told"));
                break;
        }
    }

    /// <summary>A hostile offset can lie behind the end.</summary>
    private Location Place(long offset, long length) =>
        offset <= image.Length ? image.Locate(offset, Math.Min(length, image.Length - offset)) : image.Locate(image.Length, 0);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
