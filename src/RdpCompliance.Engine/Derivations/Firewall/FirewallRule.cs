using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.Firewall;

public enum FirewallAction
{
    Allow,
    Block,

    /// <summary>Lets authenticated senders past block rules.</summary>
    Bypass,
}

public enum FirewallDirection
{
    In,
    Out,
}

/// <summary>The parts of a rule that decide whom it concerns.</summary>
[Flags]
public enum RuleParts
{
    None = 0,
    Action = 1,
    Active = 2,
    Direction = 4,
    Protocol = 8,
    LocalPorts = 16,
    Profiles = 32,
    Program = 64,
    Scope = 128,
    RemotePorts = 256,
    Every = Action | Active | Direction | Protocol | LocalPorts | Profiles | Program | Scope | RemotePorts,
}

/// <summary>What keeps parts of a rule from being known.</summary>
public sealed record FirewallRuleFlaw(RuleParts Parts, UnknownReason Reason, string Text);

/// <summary>
/// A rule of Windows Firewall, out of its registry text ([MS-GPFAS] 2.2.2.19, all versions) or out of an item
/// of space "firewall-rule". Fields of later versions are kept and taken as a narrower scope;
/// what is damaged makes the parts unknown that it would state.
/// </summary>
public sealed class FirewallRule
{
    private static readonly ImmutableArray<PortRange> AllPorts = [PortRange.Every];

    private FirewallRule()
    {
    }

    public ImmutableArray<FirewallRuleFlaw> Flaws { get; private init; } = [];

    public FirewallAction Action { get; private init; }

    public bool IsActive { get; private init; }

    public FirewallDirection Direction { get; private init; }

    /// <summary><see langword="null"/> = any.</summary>
    public int? Protocol { get; private init; }

    /// <summary>Empty when only keywords (RPC, IPHTTPSIn …) are listed.</summary>
    public ImmutableArray<PortRange> LocalPorts { get; private init; } = AllPorts;

    public ImmutableArray<string> PortKeywords { get; private init; } = [];

    /// <summary>The ports of the other end, which decide outbound rules.</summary>
    public ImmutableArray<PortRange> RemotePorts { get; private init; } = AllPorts;

    public FirewallProfiles Profiles { get; private init; } = FirewallProfiles.Every;

    /// <summary>Empty = any.</summary>
    public ImmutableArray<string> RemoteAddresses { get; private init; } = [];

    /// <summary><see langword="null"/> = any.</summary>
    public string? Program { get; private init; }

    /// <summary><see langword="null"/> = any.</summary>
    public string? Service { get; private init; }

    public string? Name { get; private init; }

    /// <summary>Whether it is for a program of a user or an app package, which Remote Desktop is not.</summary>
    public bool IsForApps { get; private init; }

    /// <summary>
    /// The names of fields besides the remote addresses that narrow it: adapters, authentication, local addresses, and what this version does not know.
    /// </summary>
    public ImmutableArray<string> Narrowing { get; private init; } = [];

    public bool IsForEveryone => Narrowing.IsEmpty && RemoteScope.IsEveryone(RemoteAddresses);

    /// <summary>The parts that are not known.</summary>
    public RuleParts Unknown { get; private init; }

    public static FirewallRule Parse(string text) => FirewallRuleField.Split(text) is { } fields
        ? FirewallRuleReading.OfText(fields)
        : Unreadable(UnknownReason.Unreadable, $"'{text}' is no firewall rule of the form v2.10|Action=Allow|…|");

    public static FirewallRule Of(Item item) => FirewallRuleReading.OfItem(item);

    /// <summary>A rule of which nothing is known.</summary>
    public static FirewallRule Unreadable(UnknownReason reason, string text) =>
        new() { Flaws = [new(RuleParts.Every, reason, text)], Unknown = RuleParts.Every };

    /// <summary>Whether it concerns inbound packets of this kind, without regard to <paramref name="ignored"/> parts.</summary>
    public RuleFit Fit(FirewallPacket packet, RuleParts ignored = RuleParts.None)
    {
        var fit = RuleFit.Every;
        Ask(RuleParts.Active, IsActive ? RuleFit.Every : RuleFit.No);
        Ask(RuleParts.Direction, Direction == FirewallDirection.In ? RuleFit.Every : RuleFit.No);
        Ask(RuleParts.Protocol, Protocol is null || Protocol == packet.Protocol ? RuleFit.Every : RuleFit.No);
        Ask(RuleParts.LocalPorts, FitPort(packet.Port));
        Ask(RuleParts.Profiles, (Profiles & packet.Profile) != FirewallProfiles.None ? RuleFit.Every : RuleFit.No);
        Ask(RuleParts.Program, FitProgram(packet.IsHeardByKernel));
        Ask(RuleParts.Scope, IsForEveryone ? RuleFit.Every : RuleFit.Some);
        return fit;

        void Ask(RuleParts part, RuleFit answer)
        {
            if ((ignored & part) == RuleParts.None)
            {
                var known = (Unknown & part) == RuleParts.None ? answer : RuleFit.Unknown;
                fit = known < fit ? known : fit;
            }
        }
    }

    /// <summary>
    /// How many of the connections it concerns that the client of Windows opens to a port: of its program, over TCP, in the profiles
    /// of the rule. A program is told by its file alone, because its folder is written with variables or without.
    /// </summary>
    public RuleFit FitOutbound(int port, string program)
    {
        const RuleParts asked = RuleParts.Every & ~RuleParts.Profiles & ~RuleParts.Action & ~RuleParts.LocalPorts;
        var isOther = (Knows(RuleParts.Direction) && Direction != FirewallDirection.Out)
            || (Knows(RuleParts.Active) && !IsActive)
            || (Knows(RuleParts.Protocol) && Protocol is not null && Protocol != FirewallPacket.Tcp)
            || (Knows(RuleParts.RemotePorts) && !RemotePorts.Any(range => range.Contains(port)))
            || (Knows(RuleParts.Program) && (IsForApps || Service is not null || !MayBe(program)));
        return isOther ? RuleFit.No
            : (Unknown & asked) != RuleParts.None ? RuleFit.Unknown
            : RemoteScope.IsEveryone(RemoteAddresses) && LocalPorts.Contains(PortRange.Every) && Narrowing.All(IsRemotePort) ? RuleFit.Every
            : RuleFit.Some;
    }

    private bool MayBe(string program) => Program is null || Program.EndsWith($@"\{program}", StringComparison.OrdinalIgnoreCase);

    private bool Knows(RuleParts part) => (Unknown & part) == RuleParts.None;

    private static bool IsRemotePort(string field) => field is "RPort" or "remote-ports";

    private RuleFit FitPort(int? port)
    {
        foreach (var range in LocalPorts)
        {
            if (port is { } known ? range.Contains(known) : range == PortRange.Every)
            {
                return RuleFit.Every;
            }
        }

        return port is not null || LocalPorts.IsEmpty ? RuleFit.No : RuleFit.Unknown;
    }

    /// <summary>TermService runs in svchost.exe; up to Windows 7 a driver listens, which rules call "System".</summary>
    private RuleFit FitProgram(bool? isHeardByKernel)
    {
        if (IsForApps || (Service is not null && !Service.Equals("TermService", StringComparison.OrdinalIgnoreCase) && Service != "*"))
        {
            return RuleFit.No;
        }

        return Program switch
        {
            null => RuleFit.Every,
            _ when Program.Equals("System", StringComparison.OrdinalIgnoreCase) => isHeardByKernel switch
            {
                true => RuleFit.Every,
                false => RuleFit.No,
                null => RuleFit.Unknown,
            },
            _ => Program.EndsWith(@"\system32\svchost.exe", StringComparison.OrdinalIgnoreCase) ? RuleFit.Every : RuleFit.No,
        };
    }

    /// <summary>Collects what the two sources of a rule say.</summary>
    internal sealed class Builder
    {
        private List<FirewallRuleFlaw>? _flaws;
        private List<PortRange>? _ports;
        private List<PortRange>? _remotePorts;
        private List<string>? _portKeywords;
        private List<string>? _remote;
        private List<string>? _narrowing;

        public FirewallAction? Action { get; set; }

        public bool IsActive { get; set; }

        public FirewallDirection? Direction { get; set; }

        public int? Protocol { get; set; }

        public FirewallProfiles Profiles { get; set; }

        public string? Program { get; set; }

        public string? Service { get; set; }

        public string? Name { get; set; }

        public bool IsForApps { get; set; }

        public bool HasPorts { get; set; }

        public bool HasRemotePorts { get; set; }

        public void Flaw(RuleParts parts, string text, UnknownReason reason = UnknownReason.Unreadable) => (_flaws ??= []).Add(new(parts, reason, text));

        public void Port(string text)
        {
            HasPorts = true;
            if (PortRange.TryParse(text) is { } range)
            {
                (_ports ??= new(1)).Add(range);
            }
            else if (IsKeyword(text))
            {
                (_portKeywords ??= new(1)).Add(text);
            }
            else
            {
                Flaw(RuleParts.LocalPorts, $"'{text}' is no port");
            }
        }

        /// <summary>RPC, RPC-EPMap, Teredo, IPHTTPSIn, mDNS …: ports of other services, and so is whatever a later version adds.</summary>
        private static bool IsKeyword(string text) =>
            text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

        public void RemotePort(string text)
        {
            HasRemotePorts = true;
            if (PortRange.TryParse(text) is { } range)
            {
                (_remotePorts ??= new(1)).Add(range);
            }
            else if (!IsKeyword(text))
            {
                Flaw(RuleParts.RemotePorts, $"'{text}' is no remote port");
            }
        }

        public void Remote(string text)
        {
            (_remote ??= new(1)).Add(text);
            if (!RemoteScope.IsKeyword(text) && !RemoteScope.IsAddress(text) && !text.Equals("any", StringComparison.OrdinalIgnoreCase) && text != "*")
            {
                Flaw(RuleParts.Scope, $"'{text}' is no address");
            }
        }

        public void Narrow(string field) => (_narrowing ??= new(1)).Add(field);

        public FirewallRule Build()
        {
            if (Action is null)
            {
                Flaw(RuleParts.Action, "it names no action");
            }

            if (Direction is null)
            {
                Flaw(RuleParts.Direction, "it names no direction");
            }

            ImmutableArray<FirewallRuleFlaw> flaws = [.. _flaws ?? []];
            return new()
            {
                Flaws = flaws,
                Unknown = flaws.Aggregate(RuleParts.None, (parts, flaw) => parts | flaw.Parts),
                Action = Action ?? FirewallAction.Block,
                IsActive = IsActive,
                Direction = Direction ?? FirewallDirection.In,
                Protocol = Protocol,
                LocalPorts = HasPorts ? [.. _ports ?? []] : AllPorts,
                PortKeywords = [.. _portKeywords ?? []],
                RemotePorts = HasRemotePorts ? [.. _remotePorts ?? []] : AllPorts,
                Profiles = Profiles == FirewallProfiles.None ? FirewallProfiles.Every : Profiles,
                RemoteAddresses = [.. _remote ?? []],
                Program = Program,
                Service = Service,
                Name = Name,
                IsForApps = IsForApps,
                Narrowing = [.. _narrowing ?? []],
            };
        }
    }
}
