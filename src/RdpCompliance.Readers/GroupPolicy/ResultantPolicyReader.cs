using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// What <c>gpresult /x</c> and Get-GPResultantSetOfPolicy write: the policy in force on one machine, each value with its GPO and its precedence (1 = winner),
/// the GPOs with the order in which they were applied ("applied-order": 0 = not applied,
/// the highest was applied last and wins), and the places that were searched.
/// </summary>
public sealed class ResultantPolicyReader : IEvidenceReader
{
    private const string Namespace = "http://www.microsoft.com/GroupPolicy/Rsop";

    public string Format => "gpresult";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
        LocatedXml.RootOf(head) is { Name: "Rsop", Namespace: Namespace } ? new(source, Certainty.BySignature) : null;

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var items = ImmutableArray.CreateBuilder<Item>();
        var settings = new ReportSettings(source);
        var root = LocatedXml.Parse(source, GroupPolicyXml.Breaks, diagnostics, GroupPolicyXml.IsWanted);
        foreach (var half in root?.Children.Where(child => child.Name is "ComputerResults" or "UserResults") ?? [])
        {
            var names = Names(half);
            items.AddRange(half.All("GPO").SelectMany(gpo => Describe(source, gpo, half.Name)));
            items.AddRange(half.All("SearchedSOM").Select(som => Searched(source, som, half.Name)));
            settings.Read(half, setting => OriginOf(setting, names));
        }

        if (settings.NamedOnly is { } note)
        {
            diagnostics.Add(note);
        }

        return new(source, Format, new Origin.ResultantPolicy(MachineOf(root), source.Folder) { Captured = CapturedOf(root) })
        {
            Observations = settings.Observations,
            Items = [.. items, .. settings.Items],
            Diagnostics = [.. diagnostics, .. settings.Diagnostics],
        };
    }

    /// <summary>"DOMAIN\COMPUTER$" → "COMPUTER".</summary>
    private static string? MachineOf(XmlElement? root) =>
        root?.Find("ComputerResults", "Name") is { Text.Value: { Length: > 0 } account } ? account[(account.LastIndexOf('\\') + 1)..].TrimEnd('$') : null;

    private static DateTimeOffset? CapturedOf(XmlElement? root) =>
        DateTimeOffset.TryParse(
            root?.Find("ReadTime")?.Text.Value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;

    /// <summary>Settings name their GPO by id; the list of GPOs has the display names.</summary>
    private static Dictionary<string, string> Names(XmlElement half)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var gpo in half.All("GPO"))
        {
            if (gpo.Find("Path", "Identifier") is { } id && gpo.Find("Name") is { } name)
            {
                names.TryAdd(id.Text.Value, name.Text.Value);
            }
        }

        return names;
    }

    private static (string? GpoName, int? Precedence) OriginOf(XmlElement setting, Dictionary<string, string> names)
    {
        var id = setting.Find("GPO", "Identifier")?.Text.Value;
        int? precedence = int.TryParse(setting.Find("Precedence")?.Text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return (id is null ? null : names.GetValueOrDefault(id, id), precedence);
    }

    private static IEnumerable<Item> Describe(Source source, XmlElement gpo, string half)
    {
        if (gpo.Find("Path", "Identifier") is not { } id)
        {
            return [];
        }

        var name = Guid.TryParse(id.Text.Value, out var guid) ? GpoDescription.Print(guid) : id.Text.Value;
        var display = gpo.Find("Name");
        var fields = new FieldList(source, half);
        fields.AddText("guid", id);
        fields.AddText("display-name", display);
        fields.AddText("domain", gpo.Find("Path", "Domain"));
        fields.AddFlag("enabled", gpo.Find("Enabled"));
        fields.AddFlag("valid", gpo.Find("IsValid"));
        fields.AddFlag("filter-allowed", gpo.Find("FilterAllowed"));
        fields.AddFlag("access-denied", gpo.Find("AccessDenied"));
        fields.AddTexts("security-filter", [.. gpo.All("SecurityFilter")]);
        var item = new Item("gpo", name, fields.ToImmutable(), Location.InText(source, (display ?? id).Text.Span)) { GpoName = display?.Text.Value };
        return [item, .. gpo.All("Link").Select(link => Linked(source, name, link, half) with { GpoName = display?.Text.Value })];
    }

    private static Item Linked(Source source, string gpo, XmlElement link, string half)
    {
        var item = GpoDescription.Link(source, gpo, link);
        var fields = new FieldList(source, half);
        fields.AddNumber("applied-order", link.Find("AppliedOrder"));
        fields.AddNumber("link-order", link.Find("LinkOrder"));
        fields.AddNumber("som-order", link.Find("SOMOrder"));
        return item with { Fields = [.. item.Fields, .. fields.ToImmutable()] };
    }

    private static Item Searched(Source source, XmlElement som, string half)
    {
        var path = som.Find("Path");
        var fields = new FieldList(source, half);
        fields.AddNumber("order", som.Find("Order"));
        fields.AddFlag("block-inheritance", som.Find("BlocksInheritance"));
        fields.AddFlag("blocked", som.Find("Blocked"));
        return new("som", path?.Text.Value ?? "", fields.ToImmutable(), Location.InText(source, path?.Text.Span ?? som.Span));
    }

    /// <summary>Fields from elements; which half of the policy they are about comes first.</summary>
    private sealed class FieldList
    {
        private readonly Source _source;
        private readonly ImmutableArray<ItemField>.Builder _fields = ImmutableArray.CreateBuilder<ItemField>();
        private readonly string _half;

        public FieldList(Source source, string half)
        {
            _source = source;
            _half = half == "UserResults" ? "user" : "machine";
        }

        public void AddText(string field, XmlElement? element) => Add(field, element, text => new SettingValue.Text(text));

        public void AddFlag(string field, XmlElement? element) => Add(field, element, text => new SettingValue.Flag(text == "true"));

        public void AddNumber(string field, XmlElement? element) =>
            Add(field, element, text =>
                long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? new SettingValue.Number(number)
                    : new SettingValue.Text(text));

        public void AddTexts(string field, ImmutableArray<XmlElement> elements)
        {
            if (elements.Length > 0)
            {
                var place = TextSpan.FromBounds(elements[0].Text.Span.Start, elements[^1].Text.Span.End);
                _fields.Add(new(field, new SettingValue.List([.. elements.Select(element => element.Text.Value)]), Location.InText(_source, place)));
            }
        }

        public ImmutableArray<ItemField> ToImmutable() =>
            _fields.Count > 0 ? [.. _fields, new("half", new SettingValue.Text(_half), _fields[0].Location)] : [];

        private void Add(string field, XmlElement? element, Func<string, SettingValue> valueOf)
        {
            if (element is not null)
            {
                _fields.Add(new(field, valueOf(element.Text.Value.Trim()), Location.InText(_source, element.Text.Span)));
            }
        }
    }
}
