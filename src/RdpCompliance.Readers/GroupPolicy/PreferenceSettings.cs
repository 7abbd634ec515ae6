using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Registry values, services and local groups of group policy preferences ([MS-GPPREF] 2.2.1), as their own files and as parts of reports hold them.
/// Item-level targeting of an item and of the collections around it becomes <see cref="Observation.Targeting"/>. Passwords (cpassword) are not looked at,
/// and no place spans them.
/// </summary>
internal sealed class PreferenceSettings(Source source)
{
    private static readonly DiagnosticDescriptor Unreadable = new(
        "RDP0128", DiagnosticEffect.Damage, "'{0}' is no {1} of a preference item.");

    private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
    private readonly ImmutableArray<Item>.Builder _items = ImmutableArray.CreateBuilder<Item>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    public ImmutableArray<Observation> Observations => _observations.ToImmutable();

    public ImmutableArray<Item> Items => _items.ToImmutable();

    public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

    /// <summary>Reads what stands below a root ("RegistrySettings", "NTServices", "Groups", "LocalUsersAndGroups") or a collection.</summary>
    /// <param name="originOf">The GPO and the precedence that a report gives with an item.</param>
    public void Read(XmlElement root, Func<XmlElement, (string? GpoName, int? Precedence)>? originOf = null)
    {
        var open = new Stack<(XmlElement Element, string? Targeting)>();
        open.Push((root, null));
        while (open.TryPop(out var around))
        {
            // Pushed backwards, so that items come in the order of the file, which is the order in which Windows applies them.
            foreach (var child in around.Element.Children.Reverse().Where(child => !IsOn(child, "disabled")))
            {
                if (child.Name is "Collection")
                {
                    open.Push((child, PreferenceTargeting.Join(around.Targeting, PreferenceTargeting.Of(child))));
                }
                else if (child.Find("Properties") is not null)
                {
                    open.Push((child, PreferenceTargeting.Join(around.Targeting, PreferenceTargeting.Of(child))));
                }
            }

            if (around.Element.Find("Properties") is { } properties)
            {
                ReadItem(around.Element, properties, around.Targeting, originOf?.Invoke(around.Element) ?? default);
            }
        }
    }

    private void ReadItem(XmlElement item, XmlElement properties, string? targeting, (string? GpoName, int? Precedence) origin)
    {
        switch (item.Name)
        {
            case "Registry":
                _observations.AddRange(RegistryStatementsOf(properties)
                    .Select(seen => seen with { Targeting = targeting, GpoName = origin.GpoName, Precedence = origin.Precedence, IsPreference = true }));
                break;
            case "NTService":
                Add(ServiceOf(properties), targeting, origin);
                break;
            case "Group":
                Add(GroupOf(properties), targeting, origin);
                break;
        }
    }

    private void Add(Item? item, string? targeting, (string? GpoName, int? Precedence) origin)
    {
        if (item is not null)
        {
            _items.Add(item with { Targeting = targeting, GpoName = origin.GpoName, Precedence = origin.Precedence, IsPreference = true });
        }
    }

    /// <summary>[MS-GPPREF] 2.2.1.17.1: without name and type the item is the key itself, without an action it updates.</summary>
    private ImmutableArray<Observation> RegistryStatementsOf(XmlElement properties)
    {
        if (properties.Attribute("hive") is not { } hive || RegistryKey.TryParse(hive.Value) is not { } root || properties.Attribute("key") is not { } path)
        {
            Report(properties, properties.Attribute("hive"), "hive and key");
            return [];
        }

        var key = root.Below(path.Value);
        var name = IsOn(properties, "default") ? "" : properties.Attribute("name")?.Value ?? "";
        var type = properties.Attribute("type")?.Value ?? "";
        var action = properties.Attribute("action");
        var address = new Address.Registry(RegistryStatements.HalfOf(key), key, name);
        return (action?.Value, IsKey: name.Length == 0 && type.Length == 0 && !IsOn(properties, "default")) switch
        {
            ("D", true) => [Without(address, path, ObservedAction.DeleteKey)],
            // Replacing a key empties it.
            ("R", true) => [Without(address, path, ObservedAction.DeleteKey), Without(address, path, ObservedAction.Key)],
            (_, true) => [Without(address, path, ObservedAction.Key)],
            ("D", _) => [Without(address, action ?? path, ObservedAction.DeleteValue)],
            var (what, _) => [Set(address, properties, type) with { IsSoft = what == "C" }],
        };
    }

    private Observation Without(Address.Registry address, XmlText place, ObservedAction action) =>
        new(address, new SettingValue.Text(""), At(place.Span)) { Action = action };

    private Observation Set(Address.Registry address, XmlElement properties, string type)
    {
        var (data, place) = Data(properties, type);
        if (IsOn(properties, "bitfield"))
        {
            // Only the bits that the SubProp elements mask are changed; the others stay as they are on the machine.
            return new(address, new SettingValue.Unresolved(UnknownReason.Unresolvable, $"some bits of {source.Text.Cut(place)}"), At(place));
        }

        if (data is null)
        {
            Report(properties, properties.Attribute("value") ?? properties.Attribute("type"), $"value of type '{type}'", address);
        }

        return new(
            address,
            data is null ? new SettingValue.Unresolved(UnknownReason.WrongType, source.Text.Cut(place)) : new SettingValue.Registry(data),
            At(place));
    }

    /// <summary>
    /// Numbers are hexadecimal digits whatever displayDecimal says; a REG_MULTI_SZ has its texts in elements, and joined by blanks in the attribute.
    /// </summary>
    private static (RegistryData? Data, TextSpan Place) Data(XmlElement properties, string type)
    {
        var value = properties.Attribute("value") ?? new XmlText("", new(properties.Span.Start, 0));
        var texts = properties.Find("Values")?.All("Value").ToImmutableArray() ?? [];
        RegistryData? data = RegistryType.TryParse(type)?.Number switch
        {
            1 or 2 => RegistryData.Text(type.Length == "REG_SZ".Length ? RegistryType.String : RegistryType.ExpandString, value.Value),
            4 when uint.TryParse(value.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var dword) => RegistryData.Dword(dword),
            11 when ulong.TryParse(value.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var qword) => RegistryData.Qword(qword),
            7 when texts.Length > 0 => RegistryData.Texts(texts.Select(text => text.Text.Value)),
            7 when value.Value.Length == 0 => RegistryData.Texts([]),
            3 => Bytes(value.Value) is { } bytes ? new(RegistryType.Binary, bytes) : null,
            _ => null,
        };
        return (data, texts.Length > 0 ? TextSpan.FromBounds(texts[0].Text.Span.Start, texts[^1].Text.Span.End) : value.Span);
    }

    private static byte[]? Bytes(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text.Where(c => c is not (' ' or ',' or '-' or ':')))
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return null;
            }

            digits.Append(c);
        }

        return digits.Length % 2 == 0 ? Convert.FromHexString(digits.ToString()) : null;
    }

    private Item? ServiceOf(XmlElement properties)
    {
        if (properties.Attribute("serviceName") is not { Value.Length: > 0 } name)
        {
            Report(properties, null, "name of a service");
            return null;
        }

        var fields = ImmutableArray.CreateBuilder<ItemField>();
        if (properties.Attribute("startupType") is { Value: not ("NOCHANGE" or "") } startup)
        {
            if (StartOf(startup.Value) is { } start)
            {
                fields.Add(new("start", new SettingValue.Number(start), At(startup.Span)));
            }
            else
            {
                Report(properties, startup, "startup type");
            }
        }

        if (properties.Attribute("serviceAction") is { Value.Length: > 0 } action)
        {
            fields.Add(new("action", new SettingValue.Text(action.Value), At(action.Span)));
        }

        return new("service", name.Value, fields.DrainToImmutable(), At(name.Span));
    }

    private static long? StartOf(string startupType) => startupType switch
    {
        "BOOT" => 0,
        "SYSTEM" => 1,
        // GPMC writes the delayed start as one word.
        "AUTOMATIC" or "AUTODELAYED" or "AUTOMATIC_DELAYED" => 2,
        "MANUAL" => 3,
        "DISABLED" => 4,
        _ => null,
    };

    /// <summary>The members are the whole list only when the item first deletes all users and all groups; otherwise they are added and removed.</summary>
    private Item? GroupOf(XmlElement properties)
    {
        var name = properties.Attribute("groupName");
        var sid = properties.Attribute("groupSid") is { Value.Length: > 0 } found ? found : (XmlText?)null;
        if ((sid ?? name) is not { Value.Length: > 0 } place)
        {
            Report(properties, name, "name of a group");
            return null;
        }

        var fields = ImmutableArray.CreateBuilder<ItemField>();
        var isWhole = IsOn(properties, "deleteAllUsers") && IsOn(properties, "deleteAllGroups");
        AddMembers("ADD", isWhole ? "members" : "members-added", isWhole);
        AddMembers("REMOVE", "members-removed", isStatedEmpty: false);
        if (properties.Attribute("action") is { } action)
        {
            fields.Add(new("action", new SettingValue.Text(action.Value), At(action.Span)));
        }

        return new("group", sid is { } id ? "*" + id.Value : place.Value, fields.DrainToImmutable(), At(place.Span));

        void AddMembers(string wanted, string field, bool isStatedEmpty)
        {
            var members = properties.Find("Members")?.All("Member").Where(member => member.Attribute("action")?.Value == wanted).ToImmutableArray() ?? [];
            if (members.Length > 0)
            {
                fields.Add(new(field, new SettingValue.List([.. members.Select(AccountOf)]) { Places = [.. members.Select(PlaceOf)] },
                    At(TextSpan.FromBounds(members[0].Span.Start, members[^1].Span.End))));
            }
            else if (isStatedEmpty)
            {
                fields.Add(new(field, new SettingValue.List([]), At(place.Span)));
            }
        }
    }

    /// <summary>As security templates write it: "*" and the SID, or the name where there is no SID.</summary>
    private static string AccountOf(XmlElement member) =>
        member.Attribute("sid") is { Value.Length: > 0 } sid ? "*" + sid.Value : member.Attribute("name")?.Value ?? "";

    private Location PlaceOf(XmlElement member) =>
        At((member.Attribute("sid") is { Value.Length: > 0 } sid ? sid : member.Attribute("name"))?.Span ?? member.Span);

    private static bool IsOn(XmlElement element, string attribute) => element.Attribute(attribute) is { Value: "1" or "true" };

    private void Report(XmlElement properties, XmlText? found, string wanted, Address.Registry? about = null) =>
        _diagnostics.Add(new(Unreadable, At(found?.Span ?? new(properties.Span.Start, 0)), found?.Value ?? "", wanted) { About = about });

    private Location At(TextSpan span) => Location.InText(source, span);
}
