using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// The keys of a snapshot: { "key", "written", "values": [ { "name", "type", "value" or "data" }
/// ] }; "data" are the bytes as hexadecimal digits and count more than "value".
/// </summary>
internal sealed class SnapshotRegistry(SnapshotReading reading)
{
    /// <summary>With more unread keys than this the capture failed as a whole.</summary>
    private const int MostUnread = 100;
    private static readonly DiagnosticDescriptor BadValue =
        new("RDP0189", DiagnosticEffect.Damage, "'{0}' is no value of type {1}.");
    private static readonly DiagnosticDescriptor Unreadable =
        new("RDP0190", DiagnosticEffect.Damage, "The key '{0}' could not be read: {1}.");
    private static readonly DiagnosticDescriptor AccountData =
        new("RDP0191", DiagnosticEffect.Note, "'{0}' holds account data, which is not read.");

    private readonly List<RegistryKey> _unread = [];
    private bool _lostKey;

    /// <returns>Whether a cover holds: not where a key in it could not be read.</returns>
    public Predicate<Coverage> Read(Node.Array keys, DateTimeOffset? captured)
    {
        foreach (var element in keys.Elements)
        {
            if (element is Node.Object body && body.Find("key") is Node.Text name && RegistryKey.TryParse(name.Value) is { } key)
            {
                ReadKey(key, body, name, captured);
            }
            else
            {
                _lostKey = true;
                reading.Wrong(element, "keys", "an object with the path of a registry key as 'key'");
            }
        }

        return cover =>
            !_lostKey
            && _unread.Count <= MostUnread
            && cover is Coverage.RegistryTree(var root)
            && !_unread.Exists(key => key.IsWithin(root) || root.IsWithin(key));
    }

    private void ReadKey(RegistryKey key, Node.Object body, Node.Text name, DateTimeOffset? captured)
    {
        var half = RegistryStatements.HalfOf(key);
        Node.Array? values = null;
        DateTimeOffset? written = null;
        foreach (var property in body.Properties)
        {
            switch (property.Name)
            {
                case "key":
                    break;
                case "written":
                    written = reading.Time(property);
                    break;
                case "values":
                    values = reading.Array(property);
                    break;
                case "failed":
                    _unread.Add(key);
                    reading.Diagnostics.Add(new(Unreadable, property.NameLocation, key.Path, FieldForm.Shown(property.Value).TrimEnd('.')));
                    break;
                default:
                    reading.Unknown(property, $"registry.keys.{property.Name}");
                    break;
            }
        }

        reading.Observations.Add(new(new Address.Registry(half, key, ""), new SettingValue.Text(""), name.Location)
        {
            Action = ObservedAction.Key,
            Written = written,
            Captured = captured,
        });
        if (values is null)
        {
            return;
        }

        if (SecretAddresses.IsLeftAlone(key))
        {
            _unread.Add(key);
            reading.Diagnostics.Add(new(AccountData, name.Location, key.Path));
            return;
        }

        foreach (var element in values.Elements)
        {
            if (element is not Node.Object value)
            {
                _unread.Add(key);
                reading.Wrong(element, "values", "an object");
            }
            else if (ReadValue(new(half, key, ""), value) is { } observation)
            {
                reading.Observations.Add(observation with { Written = written, Captured = captured });
            }
            else
            {
                _unread.Add(key);
            }
        }
    }

    private Observation? ReadValue(Address.Registry key, Node.Object body)
    {
        Node? name = null, type = null, data = null, value = null;
        foreach (var property in body.Properties)
        {
            switch (property.Name)
            {
                case "name":
                    name = property.Value;
                    break;
                case "type":
                    type = property.Value;
                    break;
                case "data":
                    data = property.Value;
                    break;
                case "value":
                    value = property.Value;
                    break;
                default:
                    reading.Unknown(property, $"registry.keys.values.{property.Name}");
                    break;
            }
        }

        if (name is not Node.Text valueName)
        {
            reading.Wrong(name ?? body, "name", "a string");
            return null;
        }

        var address = key with { Name = valueName.Value };
        if (TypeOf(type) is not { } known)
        {
            reading.Wrong(type ?? body, "type", "a name such as REG_DWORD, or its number");
            return new(address, new SettingValue.Unresolved(UnknownReason.WrongType, ""), (type ?? body).Location);
        }

        // Windows keeps the password of automatic logon here, readable.
        if (valueName.Value.Equals("DefaultPassword", StringComparison.OrdinalIgnoreCase))
        {
            return new(address, new SettingValue.Unresolved(UnknownReason.Unreadable, "secret"), valueName.Location);
        }

        var stated = data ?? value;
        if (stated is not null && (data is not null ? FromHex(known, data) : FromValue(known, stated)) is { } registry)
        {
            return new(address, new SettingValue.Registry(registry), stated.Location);
        }

        var place = (stated ?? body).Location;
        reading.Diagnostics.Add(new(BadValue, place, stated is null ? "" : FieldForm.Shown(stated), known.Name));
        return new(address, new SettingValue.Unresolved(UnknownReason.Unreadable, ""), place);
    }

    private static RegistryType? TypeOf(Node? node) =>
        node switch
        {
            Node.Number { Whole: >= 0 and <= uint.MaxValue and var number } => new((uint)number),
            Node.Text { Value: ['R', 'E', 'G', '_', '0', 'x', .. var digits] }
                when uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) => new(number),
            Node.Text text => RegistryType.TryParse(text.Value),
            _ => null,
        };

    private static RegistryData? FromHex(RegistryType type, Node data)
    {
        if (data is not Node.Text { Value: var digits } || digits.Length % 2 != 0)
        {
            return null;
        }

        var bytes = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? new(type, bytes) : null;
    }

    private static RegistryData? FromValue(RegistryType type, Node value) =>
        (type.Number, value) switch
        {
            (4, Node.Number { Whole: >= 0 and <= uint.MaxValue and var number }) => RegistryData.Dword((uint)number),
            (11, Node.Number or Node.Text) when ulong.TryParse(FieldForm.Shown(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
                RegistryData.Qword(number),
            (1 or 2 or 6, Node.Text text) => RegistryData.Text(type, text.Value),
            (7, Node.Array array) when array.Elements.All(element => element is Node.Text) => RegistryData.Texts(
                FieldForm.TextsOf(array) ?? ImmutableArray<string>.Empty),
            _ => null,
        };
}
