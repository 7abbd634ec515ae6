using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.AzureState;

/// <summary>
/// Brings a resource into one form, whatever wrote it: no "properties" between a member and its resource, no members that are null or empty lists, no
/// underscores in names, nothing that only a tool adds. A member below "properties" that is called like one beside them
/// stays there.
/// What is secret is not known, and withheld from every report.
/// </summary>
internal sealed class StoredForm(Source source)
{
    private const string Wrapper = "properties";
    private const int LongestToken = 40;

    private static readonly string[] Secrets =
    [
        "token", "customData", "userData", "protectedSettings", "protectedParameters", "adminPassword", "password", "sharedKey", "authorizationKey",
        "clientSecret", "secret", "connectionString", "primaryKey", "secondaryKey", "accessKey", "accountKey", "radiusServerSecret", "preSharedKey",
    ];

    /// <summary>What the Azure CLI adds to objects that have an id, and what differs between two answers on one thing.</summary>
    private static readonly string[] Added = ["resourceGroup", "etag"];

    /// <summary>Where the Az cmdlets have their classes; publishers of extensions begin with "Microsoft.Azure." too.</summary>
    private static readonly string[] CutOffTypes = ["Microsoft.Azure.Commands.", "Microsoft.Azure.Management.", "Microsoft.Azure.PowerShell."];

    private readonly SortedSet<string> _secrets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Values that PowerShell's depth cut off.</summary>
    public List<Location> CutOff { get; } = [];

    /// <summary>The names of members that are secret.</summary>
    public IReadOnlyCollection<string> Withheld => _secrets;

    public Node.Object Of(Node.Object body) => Flat(body, isTags: false);

    private Node.Object Flat(Node.Object body, bool isTags)
    {
        var members = ImmutableArray.CreateBuilder<Property>();
        var doubled = ImmutableArray.CreateBuilder<Property>();
        foreach (var property in body.Properties)
        {
            var name = isTags ? property.Name : property.Name.Replace("_", "", StringComparison.Ordinal);
            if (!isTags && name.Equals(Wrapper, StringComparison.OrdinalIgnoreCase) && property.Value is Node.Object inner)
            {
                foreach (var one in Flat(inner, isTags: false).Properties)
                {
                    (IsBeside(body, one.Name) ? doubled : members).Add(one);
                }
            }
            else if (!Added.Contains(name, StringComparer.OrdinalIgnoreCase) && !IsTextOf(body, property.Name) && ValueOf(name, property.Value) is { } value)
            {
                var own = NameInside(name);
                (own is null ? members : doubled).Add(property with { Name = own ?? name, Value = value });
            }
        }

        if (doubled.Count > 0)
        {
            members.Add(new(Wrapper, body.Location, new Node.Object(body.Location, doubled.DrainToImmutable())));
        }

        return new(body.Location, members.DrainToImmutable());
    }

    /// <summary>The Azure CLI has "typePropertiesType" for the "type" of the properties, where the resource has one of its own.</summary>
    private static string? NameInside(string name) =>
        name.Length % 2 == 0 && (name.Length - Wrapper.Length) / 2 is > 0 and var length
        && name.Equals($"{name[..length]}{Wrapper}{name[..length]}", StringComparison.OrdinalIgnoreCase)
            ? name[..length]
            : null;

    private static bool IsBeside(Node.Object body, string name) => name.Length > 0 && body.Find(name) is not (null or Node.Null);

    /// <summary>Az PowerShell writes lists of a resource a second time, as a text of JSON: "SecurityRulesText" beside "SecurityRules".</summary>
    private static bool IsTextOf(Node.Object body, string name) => name.EndsWith("Text", StringComparison.Ordinal) && body.Find(name[..^4]) is not null;

    /// <returns><see langword="null"/> for what says nothing.</returns>
    private Node? ValueOf(string name, Node value) => value switch
    {
        Node.Null or Node.Array { Elements.IsEmpty: true } => null,
        // A NAT rule for a pool has a range, and the port of the other form is 0.
        Node.Number { Whole: 0 } when name.StartsWith("frontendPort", StringComparison.OrdinalIgnoreCase) => null,
        Node.Text text when IsSecret(name, text.Value) => Withhold(name, text),
        Node.Object or Node.Array when Secrets.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.Equals("secret", StringComparison.OrdinalIgnoreCase) =>
            Withhold(name, value),
        Node.Text { Value: var written } when IsCutOff(written) => Cut(value.Location),
        Node.Object inner => Flat(inner, name.Equals("tags", StringComparison.OrdinalIgnoreCase) || name.Equals("tag", StringComparison.OrdinalIgnoreCase)),
        Node.Array list => new Node.Array(list.Location, [.. list.Elements.Select(element => ValueOf(name, element)).OfType<Node>()]),
        _ => value,
    };

    private static bool IsSecret(string name, string value) =>
        value.Length > 0
        && (Secrets.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (value.Length >= LongestToken && value.StartsWith("eyJ", StringComparison.Ordinal) && value.Contains('.', StringComparison.Ordinal))
            || (value.Contains("sig=", StringComparison.OrdinalIgnoreCase) && value.StartsWith("https://", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What PowerShell writes for an object below the depth that it was asked for, or for a list of them.</summary>
    private static bool IsCutOff(string written) =>
        written.StartsWith("@{", StringComparison.Ordinal) || written.StartsWith("System.Object[]", StringComparison.Ordinal)
        || written.StartsWith("System.Collections.", StringComparison.Ordinal) || written.StartsWith("System.String[]", StringComparison.Ordinal)
        || CutOffTypes.Any(type => written.StartsWith(type, StringComparison.Ordinal));

    private Node.Unresolved Withhold(string name, Node value)
    {
        _secrets.Add(name);
        source.Withhold(value.Location.Span);
        return new(value.Location, UnknownReason.NotCollected, $"{name}, which is secret");
    }

    private Node.Unresolved Cut(Location place)
    {
        CutOff.Add(place);
        return new(place, UnknownReason.Unreadable, "what ConvertTo-Json left out") { Needs = "the export again, with 'ConvertTo-Json -Depth 20'" };
    }
}
