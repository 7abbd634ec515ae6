using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Writes the settings of an LGPO text as a Registry.pol ([MS-GPREG] 2.2.1); a mark on a
/// setting's data stands for the data's bytes, one on a deletion for its whole entry.
/// </summary>
public sealed class RegistryPolTwin : ITextTwin
{
    public string Extension => ".pol.txt";

    public AssembledTwin Assemble(string name, string text)
    {
        var twin = Source.FromText($"{name}.txt", text);
        var evidence = new LgpoTextReader().Read(new(twin, Certainty.ByShape), ReadContext.Alone(twin));
        var bytes = new List<byte>([.. "PReg"u8, 1, 0, 0, 0]);
        var places = ImmutableArray.CreateBuilder<(TextSpan Twin, long Offset, long Length)>();
        foreach (var observation in evidence.Observations)
        {
            if (observation.Address is Address.Registry address)
            {
                var (offset, length) = Append(bytes, address, observation);
                places.Add((observation.Location.Span, offset, length));
            }
        }

        var source = Source.FromBytes($"{name}.pol", bytes.ToArray());
        var all = places.ToImmutable();
        return new(source, span => all.FirstOrDefault(place => place.Twin.Contains(span) || span.Contains(place.Twin)) is { Length: > 0 } found
            ? Location.InBytes(source, found.Offset, found.Length)
            : null);
    }

    private static (long Offset, long Length) Append(List<byte> bytes, Address.Registry address, Observation observation)
    {
        var start = bytes.Count;
        var (name, data) = (observation.Action, observation.Value) switch
        {
            (ObservedAction.DeleteValue, _) => ($"**del.{address.Name}", Blank),
            (ObservedAction.DeleteValues, _) => ("**delvals.", Blank),
            (_, SettingValue.Registry { Data: var stated }) => (address.Name, stated),
            _ => (address.Name, new RegistryData(RegistryType.None, default)),
        };
        var path = address.Key.Path[(address.Key.Root.Length + 1)..];
        bytes.AddRange(Encoding.Unicode.GetBytes($"[{path}\0;{name}\0;"));
        bytes.AddRange(BitConverter.GetBytes(data.Type.Number));
        bytes.AddRange(Separator);
        bytes.AddRange(BitConverter.GetBytes(data.Bytes.Length));
        bytes.AddRange(Separator);
        var dataStart = bytes.Count;
        bytes.AddRange(data.Bytes.Span);
        bytes.AddRange(Encoding.Unicode.GetBytes("]"));
        return observation.Action == ObservedAction.Set ? (dataStart, data.Bytes.Length) : (start, bytes.Count - start);
    }

    private static RegistryData Blank => RegistryData.Text(RegistryType.String, " ");

    private static byte[] Separator => Encoding.Unicode.GetBytes(";");
}
