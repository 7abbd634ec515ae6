using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>
/// What a machine is in a Remote Desktop connection. Client Windows ships with Remote Desktop denied, so that nothing about a machine may say
/// what it is for, least of all when Remote Desktop is off: one of which the host's side was collected is then taken as a host, which is said.
/// </summary>
internal static class Roles
{
    public const string Field = "roles";
    private const string DenyConnections = "rdp.deny-connections";
    private const string ProductType = "os.product-type";
    private static readonly RegistryKey UsersClientKey = RegistryKey.CurrentUser.Below(@"Software\Microsoft\Terminal Server Client");

    /// <summary>Every Windows has it, so that it makes a client only of what is nothing else.</summary>
    private static readonly RegistryKey MachinesClientKey = RegistryKey.LocalMachine.Below(@"SOFTWARE\Microsoft\Terminal Server Client");

    public static ImmutableArray<string> All { get; } = ["host", "client", "gateway", "broker", "session-host", "avd-host"];

    public static Fact Declared(IEnumerable<string> roles, Location place) =>
        Fact.Known(ToList(roles)) with { Grounds = [Ground.Thing(place)], Because = "the roles are declared" };

    /// <summary>
    /// The host's side of a connection: what is below these keys, and these spaces of items. Who collects them asks about the host.
    /// </summary>
    private static readonly ImmutableArray<RegistryKey> HostKeys =
    [
        .. new[]
        {
            @"SYSTEM\CurrentControlSet\Control\Terminal Server", @"SYSTEM\CurrentControlSet\Services\TermService",
            @"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy", @"SOFTWARE\Policies\Microsoft\WindowsFirewall",
            @"SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services", @"SOFTWARE\Microsoft\SystemCertificates\Remote Desktop",
        }.Select(RegistryKey.LocalMachine.Below),
    ];

    private static readonly ImmutableArray<(string Space, string? Name)> HostItems =
    [
        ("service", "TermService"), ("firewall-rule", null), ("firewall-profile", null), ("socket", null), ("privilege", "SeRemoteInteractiveLogonRight"),
        ("privilege", "SeDenyRemoteInteractiveLogonRight"), ("group", "Remote Desktop Users"), ("certificate", null),
    ];

    /// <summary>
    /// The roles of a machine that has none by other evidence: host where the host's side was collected, client where the machine's own
    /// client key is there.
    /// </summary>
    /// <returns>The roles, and whether the machine is taken as a host; <see langword="null"/> when nothing tells.</returns>
    public static (Fact Roles, bool IsTaken)? Otherwise(Machine of, IReadOnlyCollection<EvidenceIndex> states, Location place)
    {
        var isHost = states.Any(HasHostSide);
        var isClient = states.Any(state => state.ChildrenOf(MachinesClientKey).Any());
        return (isHost, isClient) switch
        {
            (true, _) => (Told(isClient ? ["host", "client"] : ["host"], $"nothing says what '{of.Name}' is for, so it is taken as a host"), true),
            (false, true) => (Told(["client"], $"{MachinesClientKey} is there"), false),
            _ => null,
        };

        Fact Told(string[] roles, string because) => Fact.Known(ToList(roles)) with { Grounds = [Ground.Thing(place)], Because = because };
    }

    /// <summary>
    /// Whoever asks why a machine is not reached means it as a host: the one that he names, else each whose host's side was collected and that is
    /// not the client that he names.
    /// </summary>
    /// <param name="isStated">The user states the roles of all machines, so that none is guessed.</param>
    public static Fact AsAsked(Fact roles, bool isStated, Machine of, IReadOnlyCollection<EvidenceIndex> states, DiagnosisQuestion question)
    {
        var known = roles.Value is FieldValue.List list ? list.Values.Select(role => role.ToString()).ToList() : [];
        var isDeclared = isStated || of.Declaration is { Roles.IsEmpty: false };
        var isHost = question.IsTarget(of.Name) || (!isDeclared && !question.IsClient(of.Name) && states.Any(HasHostSide));
        ImmutableArray<string> added =
        [
            .. isHost && !known.Contains("host") ? new[] { "host" } : [],
            .. question.IsClient(of.Name) && !known.Contains("client") ? new[] { "client" } : [],
        ];
        return added.IsEmpty
            ? roles
            : Fact.Known(ToList([.. known, .. added])) with
            {
                Grounds = roles.Grounds,
                Because = $"{roles.Because}; the question makes it {string.Join(" and ", added)}",
            };
    }

    private static bool HasHostSide(EvidenceIndex state) =>
        HostKeys.Any(state.HoldsBelow)
        || HostItems.Any(item => item.Name is { } name ? state.ItemsNamed(item.Space, name).Count > 0 : state.ItemsIn(item.Space).Count > 0);

    /// <summary>
    /// Host where Remote Desktop is allowed in force or the edition is a server; client
    /// where the user's Terminal Server Client key or a connection file beside it is.
    /// </summary>
    /// <param name="state">The machine's evidence in one of its states.</param>
    /// <param name="connections">The connection files that lie beside the machine's evidence.</param>
    public static Fact Derive(Machine of, EvidenceIndex state, IReadOnlyList<Source> connections, Location place, RealmContext context)
    {
        if (context.Pack.Kind(SubjectKind.Machine) is not { } kind)
        {
            return Declared([], place);
        }

        var machine = new Subject(kind, of.Id, of.Name, state, JudgementMode.InForce) { Place = place };
        var realm = new Realm(context, [machine]);
        var roles = new List<string>();
        var reasons = new List<string>();
        var places = ImmutableArray.CreateBuilder<Ground>();
        var denied = realm.FactOf(machine, DenyConnections);
        var product = realm.FactOf(machine, ProductType);
        if (denied is { Value: FieldValue.Flag { Value: false } or FieldValue.Number { Value: 0 } } && denied.Layer is not null)
        {
            Add("host", denied);
        }
        else if (
            product.Value is FieldValue.Text { Value: var type }
            && (type.Equals("ServerNT", StringComparison.OrdinalIgnoreCase) || type.Equals("LanmanNT", StringComparison.OrdinalIgnoreCase)))
        {
            Add("host", product);
        }

        if (connections is [var connection, ..])
        {
            roles.Add("client");
            reasons.Add($"'{connection.Name}' lies beside it");
            places.Add(Ground.Thing(Location.StartOf(connection, SpanUnit.Characters)));
        }

        if (machine.Evidence.ChildrenOf(UsersClientKey).Any() && !roles.Contains("client"))
        {
            roles.Add("client");
            reasons.Add($"{UsersClientKey} is there");
        }

        return Fact.Known(ToList(roles)) with
        {
            Grounds = places.DrainToImmutable(),
            Because = reasons.Count == 0 ? "no role is known" : string.Join("; ", reasons),
        };

        void Add(string role, Fact because)
        {
            roles.Add(role);
            reasons.Add(because.Because.ToString());
            places.AddRange(because.Grounds);
        }
    }

    /// <summary>What the machine is in any of its states.</summary>
    public static Fact Union(IEnumerable<Fact> states)
    {
        var all = states.ToList();
        var roles = all.SelectMany(state => state.Value is FieldValue.List list ? list.Values : [])
            .Select(role => role.ToString())
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return all.Find(state => state.Value is FieldValue.List list && list.Values.Length == roles.Count)
            ?? Fact.Known(ToList(roles)) with
            {
                Grounds = [.. all.SelectMany(state => state.Grounds).DistinctBy(place => place.Location)],
                Because = string.Join(
                    "; ",
                    all.Where(state => !state.Grounds.IsEmpty).Select(state => state.Because.ToString()).Distinct(StringComparer.Ordinal)),
            };
    }

    private static FieldValue.List ToList(IEnumerable<string> roles) => new([.. roles.Select(role => (FieldValue)new FieldValue.Text(role))]);
}
