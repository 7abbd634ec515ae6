using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Host;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.AzureState;

/// <summary>
/// Stored state of Azure as JSON: answers of Azure Resource Manager and of Resource Graph, what <c>az … -o json</c> and the Az cmdlets with
/// <c>ConvertTo-Json</c> print. <see cref="AzureAnswers"/> finds the resources, <see cref="StoredForm"/> brings them into one form.
/// </summary>
public sealed class AzureStateReader : IEvidenceReader
{
    private static readonly DiagnosticDescriptor Error = new(
        "RDP0134", DiagnosticEffect.Gap, "Azure answered with an error, {0}: {1} What was asked for is not known.");
    private static readonly DiagnosticDescriptor Unfinished = new(
        "RDP0135", DiagnosticEffect.Gap, "This list is not whole: {0}. What is missing is not known; export it again with all pages.");
    private static readonly DiagnosticDescriptor CutOff = new(
        "RDP0136",
        DiagnosticEffect.Gap,
        "PowerShell left out {0} values from here on, because they lie deeper than it was asked for. Export again with 'ConvertTo-Json -Depth 20'.");
    private static readonly DiagnosticDescriptor NoResource = new(
        "RDP0137", DiagnosticEffect.Note, "{0} objects, from here on, are answers of Azure and no resources; they are not read.");
    private static readonly DiagnosticDescriptor Withheld = new(
        "RDP0138", DiagnosticEffect.Note, "This file holds secrets ({0}), which no report shows. Whoever can read it has them; delete it, or renew them.");
    private static readonly DiagnosticDescriptor Partial = new(
        "RDP0139",
        DiagnosticEffect.Gap,
        "{0} resources, from here on, are named without all of their properties, as 'az resource list' and queries do. What is left out is not known.");

    /// <summary>What stands beside the properties of a resource, or is added by a list of resources of any type.</summary>
    private static readonly string[] Common =
    [
        "id", "name", "type", "location", "tags", "sku", "kind", "zones", "identity", "plan", "managedBy", "resourceGroup", "etag", "extendedLocation",
        "resourceId", "createdTime", "changedTime", "provisioningState", "subscriptionId", "tenantId", "resourceGroupName", "resourceType", "resourceName",
        "tag", "tagsTable", "apiVersion", "systemData", "placement", "managedByExtended", "parentResource", "subscription", "cloudEnvironment",
    ];

    /// <summary>So many members of its own make a row a resource, where nothing says how its provisioning went.</summary>
    private const int LeastOwn = 6;

    /// <summary>What lists of resources of any type say of each, and the services of a resource do not.</summary>
    private static readonly string[] ListNames = ["createdTime", "changedTime", "managedBy"];

    /// <summary>Of whom it matters here that something is left out.</summary>
    private static readonly string[] Providers = ["Microsoft.Compute/", "Microsoft.Network/", "Microsoft.DesktopVirtualization/"];

    private static readonly string[] NamesOfAzure = ["/subscriptions/", "\"error\"", "\"code\"", "\"Code\""];

    public string Format => "azure-state";

    public ReaderScope Scope => ReaderScope.State;

    public Claim? Claim(Source source, SourceHead head, SourceTree tree) =>
        IsLikely(head) && JsonHead.Parse(source, head) is { } root && AzureAnswers.In(root).IsOfAzure ? new(source, Certainty.ByShape) : null;

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var json = LocatedJson.ParseOutput(source);
        var diagnostics = json.Diagnostics.ToBuilder();
        var answers = json.Root is { } root ? AzureAnswers.In(root) : null;
        var form = new StoredForm(source);
        var resources = ImmutableArray.CreateBuilder<Resource>();
        var partial = new List<Location>();
        foreach (var (id, body) in answers?.Resources ?? [])
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var isPartial = IsPartial(body);
            resources.Add(
                new(id.Type, new Node.Text(body.Find("name")?.Location ?? body.Location, id.Name), form.Of(body), body.Location)
                {
                    Id = id.Id,
                    IsExisting = isPartial,
                });
            if (isPartial && Providers.Any(provider => id.Type.StartsWith(provider, StringComparison.OrdinalIgnoreCase)))
            {
                partial.Add(body.Location);
            }
        }

        foreach (var (body, code, message) in answers?.Errors ?? [])
        {
            diagnostics.Add(new(Error, Begin(body.Location), code, Sentence(message)));
        }

        diagnostics.AddRange(answers?.Unfinished.Select(rest => new Diagnostic(Unfinished, rest.Place.Location, rest.Of)) ?? []);
        Count(Partial, partial);
        Count(CutOff, form.CutOff);
        Count(NoResource, [.. answers?.Others.Select(other => other.Location) ?? []]);
        if (form.Withheld.Count > 0)
        {
            diagnostics.Add(new(Withheld, Location.StartOf(source, SpanUnit.Characters), string.Join(", ", form.Withheld)));
        }

        return new(source, Format, new Origin.AzureState())
        {
            Resources = resources.DrainToImmutable(),
            Diagnostics = diagnostics.DrainToImmutable(),
        };

        void Count(DiagnosticDescriptor descriptor, IReadOnlyList<Location> places)
        {
            if (places.Count > 0)
            {
                diagnostics.Add(new(descriptor, Begin(places[0]), places.Count.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>Saves parsing the beginning of every other JSON.</summary>
    private static bool IsLikely(SourceHead head) => NamesOfAzure.Any(name => head.Text.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A resource without "properties" is one whose members were drawn up to it, or one of which a list of everything, or a query, says little more than
    /// that it is there. The former say how their provisioning went, or have many members of their own.
    /// </summary>
    private static bool IsPartial(Node.Object body)
    {
        if (body.Find("properties") is Node.Object or Node.Text)
        {
            return false;
        }

        var own = body.Properties.Count(property => property.Value is not Node.Null
            && !Common.Contains(property.Name.Replace("_", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase));
        var isProvisioned = body.Find("provisioningState") is not null || body.Find("provisioning_state") is not null;
        return own == 0 ? !isProvisioned || ListNames.Any(name => body.Find(name) is not null) : own < LeastOwn && !isProvisioned;
    }

    private static Location Begin(Location place) => place with { Length = Math.Min(1, place.Length) };

    private static string Sentence(string message) => message.Trim() is var said && said.EndsWith('.') ? said : $"{said}.";
}
