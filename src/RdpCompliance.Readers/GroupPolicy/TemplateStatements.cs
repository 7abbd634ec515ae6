using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>What the lines of a security template state, wherever the lines stand: in a template, or one by one in a .PolicyRules file.</summary>
internal sealed class TemplateStatements(Func<TextSpan, Location> locate, Func<TextSpan, string> cut)
{
    private static readonly DiagnosticDescriptor NoSetting = new(
        "RDP0121", DiagnosticEffect.Damage, "'{0}' is no line of the section '[{1}]'; {2} was wanted.");

    private static readonly DiagnosticDescriptor NoRegistryValue = new(
        "RDP0122", DiagnosticEffect.Damage, "'{0}' is no registry value of type '{1}'.");

    /// <summary>How the lines of a section are read.</summary>
    private enum SectionForm
    {
        RegistryValues,
        Rights,
        Settings,
        EventLog,
        Services,
        AccessLists,
        Groups,
    }

    private static readonly Dictionary<string, SectionForm> SectionForms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Registry Values"] = SectionForm.RegistryValues,
        ["Privilege Rights"] = SectionForm.Rights,
        ["System Access"] = SectionForm.Settings,
        ["Event Audit"] = SectionForm.Settings,
        ["Kerberos Policy"] = SectionForm.Settings,
        ["Application Log"] = SectionForm.EventLog,
        ["Security Log"] = SectionForm.EventLog,
        ["System Log"] = SectionForm.EventLog,
        ["Service General Setting"] = SectionForm.Services,
        ["Registry Keys"] = SectionForm.AccessLists,
        ["File Security"] = SectionForm.AccessLists,
        ["Group Membership"] = SectionForm.Groups,
    };

    private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
    private readonly ImmutableArray<Item>.Builder _items = ImmutableArray.CreateBuilder<Item>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Dictionary<string, int> _groups = new(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<Observation> Observations => _observations.ToImmutable();

    public ImmutableArray<Item> Items => _items.ToImmutable();

    public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

    public static bool Knows(string section) => SectionForms.ContainsKey(section);

    public void Read(string section, InfLine line)
    {
        SectionForm? form = SectionForms.TryGetValue(section, out var known) ? known : null;
        switch (form, line)
        {
            case (SectionForm.RegistryValues, { Key: { } key, Fields: [var type, ..] }):
                ReadRegistryValue(line, key, type);
                break;
            case (SectionForm.Rights, { Key: { } right }):
                _items.Add(new("privilege", right.Value, [new("value", ListOf(line), locate(line.Rest))], locate(line.Span)));
                break;
            case (SectionForm.Settings, { Key: { } setting }):
                _items.Add(new(SpaceOf(section), setting.Value, [new("value", ValueOf(line), ValuePlace(line))], locate(line.Span)));
                break;
            case (SectionForm.EventLog, { Key: { } setting }):
                _items.Add(
                    new(
                        "event-log",
                        section[..section.IndexOf(' ', StringComparison.Ordinal)],
                        [new(setting.Value, ValueOf(line), ValuePlace(line))],
                        locate(line.Span)));
                break;
            case (SectionForm.Services, { Fields: [var name, var start, ..] }) when Number(start.Value) is { } mode:
                _items.Add(
                    new("service", name.Value, [new("start", new SettingValue.Number(mode), locate(start.Span)), .. AccessList(line)], locate(line.Span)));
                break;
            case (SectionForm.AccessLists, { Fields: [var path, var mode, ..] }) when Number(mode.Value) is { } number:
                _items.Add(new("acl", path.Value, [new("mode", new SettingValue.Number(number), locate(mode.Span)), .. AccessList(line)], locate(line.Span)));
                break;
            case (SectionForm.Groups, { Key: { } key }) when GroupField(key.Value) is { } field:
                AddGroup(field.Group, new(field.Name, ListOf(line), locate(line.Rest)), line);
                break;
            default:
                Report(line, section, Wanted(form));
                break;
        }
    }

    private void ReadRegistryValue(InfLine line, InfField key, InfField type)
    {
        var slash = key.Value.LastIndexOf('\\');
        if (slash < 0 || TemplateRegistry.KeyOf(key.Value[..slash]) is not { } path)
        {
            Report(line, "Registry Values", Wanted(SectionForm.RegistryValues));
            return;
        }

        var data = line.Fields.RemoveAt(0);
        var place = data.Length == 0
            ? new(line.Rest.End, 0)
            : TextSpan.FromBounds(data[0].Span.Start, data[^1].Span.End);
        var value = TemplateRegistry.ValueOf(type.Value, [.. data.Select(field => field.Value)]);
        var address = new Address.Registry(RegistryStatements.HalfOf(path), path, key.Value[(slash + 1)..]);
        if (value is SettingValue.Unresolved { Reason: UnknownReason.WrongType })
        {
            _diagnostics.Add(new(NoRegistryValue, locate(line.Rest), cut(place), type.Value) { About = address });
        }

        _observations.Add(new(address, value, locate(place)));
    }

    private void AddGroup(string group, ItemField field, InfLine line)
    {
        if (_groups.TryGetValue(group, out var index))
        {
            _items[index] = _items[index] with { Fields = _items[index].Fields.Add(field) };
        }
        else
        {
            _groups.Add(group, _items.Count);
            _items.Add(new("group", group, [field], locate(line.Span)));
        }
    }

    /// <summary>A security descriptor that is "" is not set.</summary>
    private ImmutableArray<ItemField> AccessList(InfLine line) =>
        line.Fields is [_, _, { Value.Length: > 0 } sddl, ..] ? [new("sddl", new SettingValue.Text(sddl.Value), locate(sddl.Span))] : [];

    private Location ValuePlace(InfLine line) => locate(line.Fields is [var only] ? only.Span : line.Rest);

    private SettingValue ValueOf(InfLine line) => line.Fields switch
    {
        [var only] when Number(only.Value) is { } number => new SettingValue.Number(number),
        [var only] => new SettingValue.Text(only.Value),
        _ => new SettingValue.Text(cut(line.Rest)),
    };

    private void Report(InfLine line, string section, string wanted) =>
        _diagnostics.Add(new(NoSetting, locate(line.Span), cut(line.Span), section, wanted));

    private SettingValue.List ListOf(InfLine line)
    {
        var accounts = line.Fields.Where(field => field.Value.Length > 0).ToImmutableArray();
        return new([.. accounts.Select(field => field.Value)]) { Places = [.. accounts.Select(field => locate(field.Span))] };
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>"*S-1-5-32-555__Members" → the group and its field ([MS-GPSB] 2.2.10).</summary>
    private static (string Group, string Name)? GroupField(string key) =>
        Suffixed(key, "__Members") is { } withMembers ? (withMembers, "members")
        : Suffixed(key, "__Memberof") is { } withMemberOf ? (withMemberOf, "memberOf")
        : null;

    private static string? Suffixed(string key, string suffix) =>
        key.Length > suffix.Length && key.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? key[..^suffix.Length] : null;

    private static string SpaceOf(string section) => section.ToLowerInvariant().Replace(' ', '-');

    private static string Wanted(SectionForm? form) => form switch
    {
        SectionForm.RegistryValues => @"'MACHINE\key\value=type,data'",
        SectionForm.Rights => "'right = accounts'",
        SectionForm.Services => "'service,start,security descriptor'",
        SectionForm.AccessLists => "'path,mode,security descriptor'",
        SectionForm.Groups => "'group__Members = accounts' or 'group__Memberof = groups'",
        null => "a section",
        _ => "'setting = value'",
    };
}
