using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Xml;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// What a report says of a GPO itself: an item "gpo" (named by its id) and an item
/// "gpo-link" for each link. A report holds neither the order of links at their place
/// nor Block Inheritance, so neither is stated.
/// </summary>
internal static class GpoDescription
{
    /// <summary>The right "Apply Group Policy" in an access list ([MS-ADTS] 5.1.3.2.1).</summary>
    private const string ApplyGroupPolicy = "edacfd8f-ffb3-11d1-b41d-00a0c968f939";

    public static string? NameOf(XmlElement gpo) => gpo.Find("Name")?.Text.Value;

    public static Guid? IdOf(XmlElement gpo) => Guid.TryParse(gpo.Find("Identifier", "Identifier")?.Text.Value, out var id) ? id : null;

    /// <summary>An id as items and SYSVOL folders write it: "{6AC1786C-016F-11D2-945F-00C04FB984F9}".</summary>
    public static string Print(Guid id) => id.ToString("B").ToUpperInvariant();

    /// <param name="gpo">The element "GPO" of a Get-GPOReport document.</param>
    /// <param name="gpoName">The GPO's name where the document holds several.</param>
    public static ImmutableArray<Item> Describe(Source source, XmlElement gpo, string? gpoName)
    {
        if (gpo.Find("Identifier", "Identifier") is not { } id)
        {
            return [];
        }

        var name = IdOf(gpo) is { } guid ? Print(guid) : id.Text.Value;
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        fields.Add(new("guid", new SettingValue.Text(name), At(id)));
        AddText("display-name", gpo.Find("Name"));
        AddText("domain", gpo.Find("Identifier", "Domain"));
        AddFlag("computer-enabled", gpo.Find("Computer", "Enabled"));
        AddFlag("user-enabled", gpo.Find("User", "Enabled"));
        AddText("wmi-filter", gpo.Find("FilterName"));
        if (gpo.Find("SecurityDescriptor", "SDDL") is { } sddl)
        {
            AddFilter("security-filter", ["A", "OA", "XA"], sddl);
            AddFilter("security-filter-denied", ["D", "OD", "XD"], sddl);
        }

        var links = gpo.All("LinksTo").ToImmutableArray();
        if (links.Length > 0)
        {
            var paths = new SettingValue.List([.. links.Select(link => link.Find("SOMPath")?.Text.Value ?? "")]);
            fields.Add(new("links", paths, Location.InText(source, TextSpan.FromBounds(links[0].Span.Start, links[^1].Span.End))));
        }

        var item = new Item("gpo", name, fields.DrainToImmutable(), At(gpo.Find("Name") ?? id)) { GpoName = gpoName };
        return [item, .. links.Select(link => Link(source, name, link) with { GpoName = gpoName })];

        void AddText(string field, XmlElement? element)
        {
            if (element is not null)
            {
                fields.Add(new(field, new SettingValue.Text(element.Text.Value), At(element)));
            }
        }

        void AddFlag(string field, XmlElement? element)
        {
            if (element is not null)
            {
                fields.Add(new(field, new SettingValue.Flag(element.Text.Value == "true"), At(element)));
            }
        }

        void AddFilter(string field, string[] types, XmlElement sddl)
        {
            var trustees = Trustees(sddl.Text.Value, types);
            if (trustees.Length > 0)
            {
                fields.Add(new(field, new SettingValue.List(trustees), At(sddl)));
            }
        }

        Location At(XmlElement element) => Location.InText(source, element.Text.Span);
    }

    /// <param name="link">An element with SOMPath, Enabled and NoOverride.</param>
    public static Item Link(Source source, string gpo, XmlElement link)
    {
        var som = link.Find("SOMPath");
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        var place = Location.InText(source, som?.Text.Span ?? link.Span);
        fields.Add(new("gpo", new SettingValue.Text(gpo), place));
        fields.Add(new("som", new SettingValue.Text(som?.Text.Value ?? ""), place));
        AddFlag("enabled", "Enabled");
        AddFlag("enforced", "NoOverride");
        return new("gpo-link", $"{gpo} {som?.Text.Value}", fields.DrainToImmutable(), place);

        void AddFlag(string field, string element)
        {
            if (link.Find(element) is { } found)
            {
                fields.Add(new(field, new SettingValue.Flag(found.Text.Value == "true"), Location.InText(source, found.Text.Span)));
            }
        }
    }

    /// <summary>
    /// The trustees of the entries "(type;flags;rights;Apply Group Policy;;trustee)", SIDs or the two-letter names of SDDL ([MS-DTYP] 2.5.1.1);
    /// names that depend on the domain become SIDs where the owner tells the domain.
    /// </summary>
    private static ImmutableArray<string> Trustees(string sddl, string[] types)
    {
        var domain = DomainOf(sddl);
        var found = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        while ((start = sddl.IndexOf('(', start)) >= 0)
        {
            var end = sddl.IndexOf(')', start);
            if (end < 0)
            {
                break;
            }

            if (sddl[(start + 1)..end].Split(';') is [var type, _, _, var right, _, var trustee, ..]
                && types.Contains(type, StringComparer.Ordinal)
                && right.Equals(ApplyGroupPolicy, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(SidOf(trustee, domain));
            }

            start = end;
        }

        return found.DrainToImmutable();
    }

    private static string SidOf(string trustee, string? domain) => trustee switch
    {
        "AU" => "S-1-5-11",
        "WD" => "S-1-1-0",
        "BA" => "S-1-5-32-544",
        "BU" => "S-1-5-32-545",
        "BG" => "S-1-5-32-546",
        "IU" => "S-1-5-4",
        "NU" => "S-1-5-2",
        "ED" => "S-1-5-9",
        "SY" => "S-1-5-18",
        "AN" => "S-1-5-7",
        "DA" when domain is not null => $"{domain}-512",
        "DU" when domain is not null => $"{domain}-513",
        "DG" when domain is not null => $"{domain}-514",
        "DC" when domain is not null => $"{domain}-515",
        "DD" when domain is not null => $"{domain}-516",
        _ => trustee,
    };

    /// <summary>The domain of the SIDs in the descriptor, where all are of one.</summary>
    private static string? DomainOf(string sddl)
    {
        const string DomainSid = "S-1-5-21-";
        string? domain = null;
        for (var start = sddl.IndexOf(DomainSid, StringComparison.Ordinal); start >= 0; start = sddl.IndexOf(DomainSid, start + 1, StringComparison.Ordinal))
        {
            var end = start + DomainSid.Length;
            while (end < sddl.Length && (sddl[end] == '-' || char.IsAsciiDigit(sddl[end])))
            {
                end++;
            }

            var found = sddl[start..sddl.LastIndexOf('-', end - 1)];
            if (domain is not null && domain != found)
            {
                return null;
            }

            domain = found;
        }

        return domain;
    }
}
