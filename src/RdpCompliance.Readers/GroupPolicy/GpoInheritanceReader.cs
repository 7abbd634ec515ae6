using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// <c>Get-GPInheritance | ConvertTo-Json</c>, one place or a list of them: the only source of sibling order and Block Inheritance. Each place is an item "som";
/// its own links are items "gpo-link" whose "order" counts from 1, the link that wins among the
/// links of that place; what reaches it from everywhere is "inherited-gpo-link",
/// "order" 1 winning over all.
/// </summary>
public sealed class GpoInheritanceReader : IEvidenceReader
{
    private static readonly DiagnosticDescriptor NoLink = new(
        "RDP0133", DiagnosticEffect.Damage, "'{0}' is no link of a GPO; an object with 'GpoId' was wanted, which ConvertTo-Json writes with '-Depth 3'.");

    public string Format => "gpo-inheritance";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var text = head.Text;
        return text.AsSpan(LocatedJson.OutputStart(text)).TrimStart() is ['{' or '[', ..]
            && text.Contains("\"GpoInheritanceBlocked\"", StringComparison.OrdinalIgnoreCase)
            && text.Contains("GpoLinks\"", StringComparison.OrdinalIgnoreCase)
            ? new(source, Certainty.BySignature)
            : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var json = LocatedJson.ParseOutput(claim.Primary);
        var items = ImmutableArray.CreateBuilder<Item>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var place in Elements(json.Root).OfType<Node.Object>())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (place.Find("Path") is not Node.Text path)
            {
                continue;
            }

            items.Add(Som(place, path));
            items.AddRange(Links(place.Find("GpoLinks"), diagnostics).Select(link => Link("gpo-link", link, path)));
            items.AddRange(Links(place.Find("InheritedGpoLinks"), diagnostics).Select(link => Link("inherited-gpo-link", link, path)));
        }

        return new(claim.Primary, Format, new Origin.PolicyLinks())
        {
            Items = items.DrainToImmutable(),
            Diagnostics = [.. json.Diagnostics, .. diagnostics],
        };
    }

    private static Item Som(Node.Object place, Node.Text path)
    {
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        Add(fields, "display-name", place.Find("Name"));
        Add(fields, "block-inheritance", place.Find("GpoInheritanceBlocked"));
        return new("som", path.Value, fields.DrainToImmutable(), path.Location);
    }

    private static IEnumerable<Node.Object> Links(Node? links, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        foreach (var link in Elements(links))
        {
            if (link is Node.Object known && known.Find("GpoId") is Node.Text)
            {
                yield return known;
            }
            else if (link is not Node.Null)
            {
                // ConvertTo-Json prints what lies too deep for it as a text.
                diagnostics.Add(new(NoLink, link.Location, link is Node.Text text ? text.Value : link.GetType().Name));
            }
        }
    }

    /// <summary>An inherited link is stated for the place that it reaches; "link" is where it is linked.</summary>
    private static Item Link(string space, Node.Object link, Node.Text path)
    {
        var id = link.Find("GpoId") as Node.Text;
        var gpo = Guid.TryParse(id?.Value, out var guid) ? GpoDescription.Print(guid) : id?.Value ?? "";
        var target = link.Find("Target") as Node.Text ?? path;
        var location = id?.Location ?? link.Location;
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        fields.Add(new("gpo", new SettingValue.Text(gpo), location));
        if (space == "gpo-link")
        {
            fields.Add(new("som", new SettingValue.Text(target.Value), target.Location));
        }
        else
        {
            fields.Add(new("som", new SettingValue.Text(path.Value), path.Location));
            fields.Add(new("link", new SettingValue.Text(target.Value), target.Location));
        }

        Add(fields, "display-name", link.Find("DisplayName"));
        Add(fields, "enabled", link.Find("Enabled"));
        Add(fields, "enforced", link.Find("Enforced"));
        Add(fields, "order", link.Find("Order"));
        var som = space == "gpo-link" ? target.Value : path.Value;
        return new(space, $"{gpo} {som}", fields.DrainToImmutable(), location);
    }

    private static void Add(ImmutableArray<ItemField>.Builder fields, string name, Node? node)
    {
        if (JsonScalar.Of(node) is var (value, location))
        {
            fields.Add(new(name, value, location));
        }
    }

    /// <summary>A list; a single element that PowerShell took out of its list; or a list that it wrapped as "value" and "Count".</summary>
    private static ImmutableArray<Node> Elements(Node? node) => node switch
    {
        Node.Array array => array.Elements,
        Node.Object wrapper when wrapper.Find("value") is Node.Array array => array.Elements,
        null => [],
        var single => [single],
    };
}
