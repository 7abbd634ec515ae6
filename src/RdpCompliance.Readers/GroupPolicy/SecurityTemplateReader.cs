using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Registry;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Security templates: GptTmpl.inf of a GPO, what <c>secedit /export</c> writes, and templates made by hand ([MS-GPSB] 2.2).
/// An export is the state of a machine; any other template is a policy, applied when somebody imports it.
/// </summary>
public sealed class SecurityTemplateReader : IEvidenceReader
{
    private static readonly DiagnosticDescriptor UnknownSection = new(
        "RDP0120", DiagnosticEffect.Note, "'[{0}]' is no section of a security template; its lines were not read.");

    private static readonly DiagnosticDescriptor NoSetting = new(
        "RDP0121", DiagnosticEffect.Damage, "'{0}' is no line of the section '[{1}]'; {2} was wanted.");

    private static readonly DiagnosticDescriptor NoRegistryValue = new(
        "RDP0122", DiagnosticEffect.Damage, "'{0}' is no registry value of type '{1}'.");

    public string Format => "security-template";

    public Claim? Claim(Source source, ReadOnlySpan<byte> head, SourceTree tree)
    {
        var text = SourceText.Decode(head).Value;
        var sections = InfDocument.Parse(text);
        var isTemplate = sections.Any(section => SectionForms.ContainsKey(section.Name) && section.Lines.Length > 0);
        var isSigned = sections.Any(IsSignature);
        return (isTemplate, isSigned) switch
        {
            (true, true) => new(source, Certainty.BySignature),
            (true, false) => new(source, Certainty.ByShape),
            // An empty template: drivers carry the same signature, but not the section that says Unicode.
            (false, true) when sections.Any(section => Is(section.Name, "Unicode")) && !sections.Any(IsForeign) => new(source, Certainty.ByShape),
            _ when Is(source.FileName, "GptTmpl.inf") && !text.Contains('\0', StringComparison.Ordinal) => new(source, Certainty.ByName),
            _ => null,
        };

        static bool IsSignature(InfSection section) =>
            Is(section.Name, "Version") && section.Lines.Any(line => line is { Key.Value: var key, Fields: [{ Value: var value }] } && Is(key, "signature") && Is(value, "$CHICAGO$"));

        static bool IsForeign(InfSection section) => section.Name.Length > 0 && !IsPreamble(section.Name);
    }

    public SourceEvidence Read(Claim claim, ReadContext context) => new Reading(claim.Primary).Run();

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

    private static bool IsPreamble(string name) => Is(name, "Unicode") || Is(name, "Version") || Is(name, "Profile Description") || Is(name, "Strings");

    private static bool Is(string text, string expected) => text.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private sealed class Reading(Source source)
    {
        private readonly ImmutableArray<Observation>.Builder _observations = ImmutableArray.CreateBuilder<Observation>();
        private readonly ImmutableArray<Item>.Builder _items = ImmutableArray.CreateBuilder<Item>();
        private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        private readonly Dictionary<string, int> _groups = new(StringComparer.OrdinalIgnoreCase);

        public SourceEvidence Run()
        {
            var sections = InfDocument.Parse(source.Text.Value);
            foreach (var section in sections)
            {
                if (SectionForms.TryGetValue(section.Name, out var form))
                {
                    foreach (var line in section.Lines)
                    {
                        ReadLine(section.Name, form, line);
                    }
                }
                else if (section.Name.Length == 0)
                {
                    // Samba writes no [Unicode] header; what stands before the first section is its line.
                    foreach (var line in section.Lines.Where(line => line.Key is not { Value: var key } || !Is(key, "Unicode")))
                    {
                        Report(line, section.Name, "a section");
                    }
                }
                else if (!IsPreamble(section.Name))
                {
                    _diagnostics.Add(new(UnknownSection, At(section.Header), section.Name));
                }
            }

            var origin = TemplateOrigin.Of(source, sections);
            return new(source, "security-template", origin)
            {
                Observations = _observations.DrainToImmutable(),
                Items = _items.DrainToImmutable(),
                Coverage = origin is Origin.Host ? TemplateOrigin.CoverageOf(sections) : [],
                Diagnostics = _diagnostics.DrainToImmutable(),
            };
        }

        private void ReadLine(string section, SectionForm form, InfLine line)
        {
            switch (form, line)
            {
                case (SectionForm.RegistryValues, { Key: { } key, Fields: [var type, ..] }):
                    ReadRegistryValue(line, key, type);
                    break;
                case (SectionForm.Rights, { Key: { } right }):
                    _items.Add(new("privilege", right.Value, [new("value", ListOf(line), At(line.Rest))], At(line.Span)));
                    break;
                case (SectionForm.Settings, { Key: { } setting }):
                    _items.Add(new(SpaceOf(section), setting.Value, [new("value", ValueOf(line), ValuePlace(line))], At(line.Span)));
                    break;
                case (SectionForm.EventLog, { Key: { } setting }):
                    _items.Add(new("event-log", section[..section.IndexOf(' ', StringComparison.Ordinal)], [new(setting.Value, ValueOf(line), ValuePlace(line))], At(line.Span)));
                    break;
                case (SectionForm.Services, { Fields: [var name, var start, ..] }) when Number(start.Value) is { } mode:
                    _items.Add(new("service", name.Value, [new("start", new SettingValue.Number(mode), At(start.Span)), .. AccessList(line)], At(line.Span)));
                    break;
                case (SectionForm.AccessLists, { Fields: [var path, var mode, ..] }) when Number(mode.Value) is { } number:
                    _items.Add(new("acl", path.Value, [new("mode", new SettingValue.Number(number), At(mode.Span)), .. AccessList(line)], At(line.Span)));
                    break;
                case (SectionForm.Groups, { Key: { } key }) when GroupField(key.Value) is { } field:
                    AddGroup(field.Group, new(field.Name, ListOf(line), At(line.Rest)), line);
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
            if (value is SettingValue.Unresolved { Reason: UnknownReason.WrongType })
            {
                _diagnostics.Add(new(NoRegistryValue, At(line.Rest), source.Text.Cut(place), type.Value));
            }

            _observations.Add(new(new Address.Registry(RegistryStatements.HalfOf(path), path, key.Value[(slash + 1)..]), value, At(place)));
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
                _items.Add(new("group", group, [field], At(line.Span)));
            }
        }

        /// <summary>A security descriptor that is "" is not set.</summary>
        private ImmutableArray<ItemField> AccessList(InfLine line) =>
            line.Fields is [_, _, { Value.Length: > 0 } sddl, ..] ? [new("sddl", new SettingValue.Text(sddl.Value), At(sddl.Span))] : [];

        private Location ValuePlace(InfLine line) => At(line.Fields is [var only] ? only.Span : line.Rest);

        private SettingValue ValueOf(InfLine line) => line.Fields switch
        {
            [var only] when Number(only.Value) is { } number => new SettingValue.Number(number),
            [var only] => new SettingValue.Text(only.Value),
            _ => new SettingValue.Text(source.Text.Cut(line.Rest)),
        };

        private void Report(InfLine line, string section, string wanted) =>
            _diagnostics.Add(new(NoSetting, At(line.Span), source.Text.Cut(line.Span), section, wanted));

        private Location At(TextSpan span) => Location.InText(source, span);

        private static SettingValue.List ListOf(InfLine line) => new([.. line.Fields.Select(field => field.Value).Where(text => text.Length > 0)]);

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

        private static string Wanted(SectionForm form) => form switch
        {
            SectionForm.RegistryValues => @"'MACHINE\key\value=type,data'",
            SectionForm.Rights => "'right = accounts'",
            SectionForm.Services => "'service,start,security descriptor'",
            SectionForm.AccessLists => "'path,mode,security descriptor'",
            SectionForm.Groups => "'group__Members = accounts' or 'group__Memberof = groups'",
            _ => "'setting = value'",
        };
    }
}
