using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Subjects;

/// <summary>What a machine is in a Remote Desktop connection. Client Windows ships with Remote Desktop denied, so a machine without a role is judged by no host rule.</summary>
internal static class Roles
{
    public const string Field = "roles";
    private const string DenyConnections = "rdp.deny-connections";
    private const string ProductType = "os.product-type";

    public static ImmutableArray<string> All { get; } = ["host", "client", "gateway", "broker", "session-host", "avd-host"];

    public static Fact Declared(IEnumerable<string> roles, Location place) =>
        Fact.Known(ToList(roles)) with { Places = [new(place, null, "")], Because = "the roles are declared" };

    /// <summary>Host where Remote Desktop is allowed in force or the edition is a server; client where the Terminal Server Client keys or a connection file beside it are.</summary>
    /// <param name="connections">The connection files that lie beside the machine's evidence.</param>
    public static Fact Derive(Subject machine, IReadOnlyList<Source> connections, Pack pack, DateTimeOffset asOf)
    {
        var estate = new Estate(pack, [machine], asOf);
        var roles = new List<string>();
        var reasons = new List<string>();
        var places = ImmutableArray.CreateBuilder<FindingPlace>();
        var denied = estate.FactOf(machine, DenyConnections);
        var product = estate.FactOf(machine, ProductType);
        if (denied is { Value: FieldValue.Flag { Value: false } or FieldValue.Number { Value: 0 } } && denied.Layer is not null)
        {
            Add("host", denied);
        }
        else if (product.Value is FieldValue.Text { Value: var type } && (type.Equals("ServerNT", StringComparison.OrdinalIgnoreCase) || type.Equals("LanmanNT", StringComparison.OrdinalIgnoreCase)))
        {
            Add("host", product);
        }

        if (connections is [var connection, ..])
        {
            roles.Add("client");
            reasons.Add($"'{connection.Name}' lies beside it");
            places.Add(new(Location.StartOf(connection, SpanUnit.Characters), null, ""));
        }

        foreach (var key in new[] { @"HKCU\Software\Microsoft\Terminal Server Client", @"HKLM\SOFTWARE\Microsoft\Terminal Server Client" })
        {
            if (Evidence.RegistryKey.TryParse(key) is { } client && machine.Evidence.ChildrenOf(client).Any() && !roles.Contains("client"))
            {
                roles.Add("client");
                reasons.Add($"{client} is there");
            }
        }

        return Fact.Known(ToList(roles)) with { Places = places.DrainToImmutable(), Because = reasons.Count == 0 ? "no role is known" : string.Join("; ", reasons) };

        void Add(string role, Fact because)
        {
            roles.Add(role);
            reasons.Add(because.Because);
            places.AddRange(because.Places);
        }
    }

    /// <summary>What the machine is in any of its states.</summary>
    public static Fact Union(IEnumerable<Fact> states)
    {
        var all = states.ToList();
        var roles = all.SelectMany(state => state.Value is FieldValue.List list ? list.Values : []).Select(role => role.ToString()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return all.Find(state => state.Value is FieldValue.List list && list.Values.Length == roles.Count) ?? Fact.Known(ToList(roles)) with
        {
            Places = [.. all.SelectMany(state => state.Places).DistinctBy(place => place.Location)],
            Because = string.Join("; ", all.Where(state => !state.Places.IsEmpty).Select(state => state.Because).Distinct(StringComparer.Ordinal)),
        };
    }

    private static FieldValue.List ToList(IEnumerable<string> roles) => new([.. roles.Select(role => (FieldValue)new FieldValue.Text(role))]);
}
