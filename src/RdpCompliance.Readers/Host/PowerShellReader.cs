using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.Host;

/// <summary>
/// What PowerShell's own cmdlets give to <c>ConvertTo-Json</c>: one object, a list, or PowerShell
/// 5's { "value": […], "Count": n }. <see cref="PowerShellShape"/> says which cmdlets.
/// </summary>
public sealed class PowerShellReader : IEvidenceReader
{
    /// <summary>So many objects tell whose list it is.</summary>
    private const int LookedAt = 5;

    /// <summary>Every Windows has these services: a list with both is that of all.</summary>
    private static readonly string[] ServicesAlwaysThere = ["RpcSs", "EventLog"];
    private static readonly string[] MachineProperties = ["PSComputerName", "CSName", "MachineName"];
    private static readonly DiagnosticDescriptor Unknown =
        new("RDP0192", DiagnosticEffect.Note, "{0} of the objects, from here on, have no set of properties that is known; they are not read.");
    private static readonly DiagnosticDescriptor Nothing =
        new("RDP0193", DiagnosticEffect.Refusal, "'{0}' stands where the output of ConvertTo-Json was expected, an object or a list of objects.");

    public string Format => "powershell-json";

    public ReaderScope Scope => ReaderScope.Machine;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
        IsLikely(head) && JsonHead.Parse(source, head) is { } root && Objects(root).Take(LookedAt).OfType<Node.Object>().Any(body => ShapeOf(body) is not null)
            ? new(source, Certainty.ByShape)
            : null;

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var json = LocatedJson.ParseOutput(source);
        var diagnostics = json.Diagnostics.ToBuilder();
        var isBroken = json.Diagnostics.Any(diagnostic => diagnostic.Effect != DiagnosticEffect.Note);
        var items = ImmutableArray.CreateBuilder<Item>();
        var observations = ImmutableArray.CreateBuilder<Observation>();
        var machines = new List<(string, Location)>();
        (int Count, Location? First) unknown = (0, null);
        if (json.Root is not (Node.Object or Node.Array) && !isBroken)
        {
            diagnostics.Add(new(Nothing, Location.StartOf(source, SpanUnit.Characters), source.FileName));
        }

        var rules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in json.Root is null ? [] : Objects(json.Root))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (element is not Node.Object body || ShapeOf(body) is not { } shape)
            {
                unknown = (unknown.Count + 1, unknown.First ?? element.Location);
            }
            else if (shape.Shape.Read(body, UnknownProperties.PassOver, diagnostics) is { } item)
            {
                if (item.Space == FirewallProfileListing.Space)
                {
                    observations.AddRange(FirewallProfileListing.ValuesOf(body, item.Name, diagnostics));
                }
                else
                {
                    items.Add(item);
                }

                machines.AddRange(MachinesOf(body, shape));
                if (shape.IsRule)
                {
                    rules.Add(item.Name);
                }
            }
        }

        if (unknown.First is { } place)
        {
            diagnostics.Add(new(Unknown, place with { Length = Math.Min(1, place.Length) }, unknown.Count.ToString(CultureInfo.InvariantCulture)));
        }

        var machine = MachineName.Of(machines, diagnostics);
        return new(source, Format, new Origin.Host(machine, source.Folder))
        {
            Coverage = isBroken || unknown.Count > 0 ? [] : CoverageOf(items, rules.Count),
            Observations = observations.DrainToImmutable(),
            Items = items.DrainToImmutable(),
            Diagnostics = diagnostics.DrainToImmutable(),
        };
    }

    /// <summary>
    /// The command is not in the text. Services are taken as all when those are there that every Windows has,
    /// firewall rules when there is more than one: a question for one service or one rule answers
    /// for nothing else. Sockets, updates, features and devices answer only for what they list:
    /// the commands leave out UDP, superseded updates, and what a filter dropped.
    /// </summary>
    private static ImmutableArray<Coverage> CoverageOf(ImmutableArray<Item>.Builder items, int rules)
    {
        var services = items.Where(item => item.Space == "service").Select(item => item.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var covers = ImmutableArray.CreateBuilder<Coverage>();
        if (ServicesAlwaysThere.All(services.Contains))
        {
            covers.Add(new Coverage.Space("service"));
        }

        if (rules > 1)
        {
            covers.Add(new Coverage.Space("firewall-rule"));
        }

        return covers.DrainToImmutable();
    }

    /// <summary>Saves parsing the beginning of every other JSON: some shape's names must all stand there.</summary>
    private static bool IsLikely(SourceHead head)
    {
        var text = head.Text;
        return PowerShellShape.All.Any(shape => shape.Known.All(group => group.Any(name => text.Contains($"\"{name}\"", StringComparison.Ordinal))));
    }

    private static ImmutableArray<Node> Objects(Node root) => root switch
    {
        Node.Array list => list.Elements,
        Node.Object wrapped when wrapped.Find("value") is Node.Array list && wrapped.Find("Count") is Node.Number => list.Elements,
        _ => [root],
    };

    /// <summary>Azure's rows may have the same names; they have an id of theirs.</summary>
    private static PowerShellShape? ShapeOf(Node.Object body) =>
        body.Find("id") is Node.Text { Value: ['/', ..] } ? null : PowerShellShape.All.FirstOrDefault(shape => shape.Matches(body));

    private static IEnumerable<(string, Location)> MachinesOf(Node.Object body, PowerShellShape shape)
    {
        foreach (var property in body.Properties)
        {
            if (property.Value is Node.Text text
                && (MachineProperties.Contains(property.Name, StringComparer.Ordinal) || property.Name == shape.MachineProperty))
            {
                yield return (text.Value, text.Location);
            }
        }
    }
}
