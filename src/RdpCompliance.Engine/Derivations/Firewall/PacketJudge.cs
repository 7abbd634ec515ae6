using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>
/// Decides one packet in one profile as Windows does: firewall off lets in, shields up keeps out, a block rule
/// beats an allow rule, and the default action decides the rest. What is not known is tried both
/// ways: only a fate that all ways share is known. A rule for some senders alone is taken
/// as an allow, because the client may be among them, and never as a block.
/// </summary>
internal sealed class PacketJudge
{
    /// <summary>The port that the policy for Remote Desktop exceptions speaks of.</summary>
    private const int BuiltInPort = 3389;

    private readonly ProfileState _state;
    private readonly RuleStore _store;
    private readonly FirewallPacket _packet;
    private readonly Subject _profile;
    private readonly ImmutableArray<Candidate> _candidates;
    private readonly StatedRule? _block;
    private readonly Candidate? _allow;

    public PacketJudge(Subject profile, ProfileState state, RuleStore store, FirewallPacket packet)
    {
        _profile = profile;
        _state = state;
        _store = store;
        _packet = packet;
        _candidates =
        [
            .. from rule in store.Rules
                let fit = rule.Rule.Fit(packet)
                where fit != RuleFit.No
                let effect = EffectOf(rule)
                where effect != Effect.No
                select new Candidate(rule, fit, effect),
        ];
        _block = _candidates.FirstOrDefault(one => one.Is(FirewallAction.Block) && one is { Fit: RuleFit.Every, Effect: Effect.Yes })?.Rule;
        _allow = _candidates
            .Where(one => one.Is(FirewallAction.Allow) && one is { Fit: RuleFit.Some or RuleFit.Every, Effect: Effect.Yes })
            .OrderByDescending(one => one.Fit)
            .FirstOrDefault();
    }

    private enum Effect
    {
        No,
        Unknown,
        Yes,
    }

    public FirewallVerdict Judge()
    {
        var exception = Exception();
        var fates = Fates(IsBlocked(), exception == false, exception == true ? true : IsAllowed()).Distinct().ToList();
        return fates switch
        {
            [PacketFate.Allow] => Allowed(exception == true),
            [PacketFate.Block] => Blocked(),
            [PacketFate.None] => Dropped(),
            _ => FirewallVerdict.NotKnown(WhyNotKnown()),
        };
    }

    private IEnumerable<PacketFate> Fates(bool? isBlocked, bool isForbidden, bool? isAllowed) =>
        from isOn in Ways(_state.IsOn.Value)
        from isShielded in Ways(_state.IsShielded.Value)
        from blocked in Ways(isBlocked)
        from allowed in Ways(isAllowed)
        from unnamedIn in Ways(_state.LetsUnnamedIn.Value)
        select !isOn ? PacketFate.Allow
            : isShielded || blocked || isForbidden ? PacketFate.Block
            : allowed || unnamedIn ? PacketFate.Allow
            : PacketFate.None;

    private static bool[] Ways(bool? value) => value is { } known ? [known] : [true, false];

    private bool? IsBlocked()
    {
        var mayBypass = _candidates.Any(one => one.MayBe(FirewallAction.Bypass));
        return _block is not null ? (mayBypass ? null : true)
            : _candidates.Any(one => one.MayBe(FirewallAction.Block) && one.Fit != RuleFit.Some) ? null
            : false;
    }

    private bool? IsAllowed() =>
        _allow is not null ? true
        : _candidates.Any(one => one.MayBe(FirewallAction.Allow) || one.MayBe(FirewallAction.Bypass))
        || !_store.CoversPolicy
        || (!_store.CoversLocal && _state.MergesLocalRules.Value != false)
            ? null
        : false;

    /// <returns>Whether the policy for Remote Desktop exceptions opens (true) or closes (false)
    /// the port; <see langword="null"/> when it says nothing of it.</returns>
    private bool? Exception() => (_packet, _state.RemoteDesktopException.Value) switch
    {
        ({ Protocol: FirewallPacket.Tcp, Port: BuiltInPort }, FieldValue.Number { Value: var number }) => number != 0,
        _ => null,
    };

    private Effect EffectOf(StatedRule rule)
    {
        if (rule.Store == FirewallStore.Policy)
        {
            return Effect.Yes;
        }

        var effect = EffectOf(_state.MergesLocalRules);
        effect = rule.IsOpenPort ? Least(effect, EffectOf(_state.MergesOpenPorts)) : effect;
        return rule.IsAllowedProgram ? Least(effect, EffectOf(_state.MergesPrograms)) : effect;

        static Effect Least(Effect one, Effect other) => one < other ? one : other;
    }

    private static Effect EffectOf(Switch gate) => gate.Value switch
    {
        true => Effect.Yes,
        false => Effect.No,
        null => Effect.Unknown,
    };

    private FirewallVerdict Allowed(bool isOpened)
    {
        if (_state.IsOn.Value == false)
        {
            return Known(PacketFate.Allow, FateReason.FirewallOff, _state.IsOn.Fact) with { IsForEveryone = true };
        }

        if (isOpened)
        {
            return Known(PacketFate.Allow, FateReason.AllowRule, _state.RemoteDesktopException) with { IsForEveryone = true };
        }

        if (_allow is not { Rule: var rule, Fit: var fit })
        {
            return Known(PacketFate.Allow, FateReason.DefaultAction, _state.LetsUnnamedIn.Fact) with { IsForEveryone = true };
        }

        var from = fit == RuleFit.Every ? "" : $", only {ScopeOf(rule.Rule)}";
        return Known(PacketFate.Allow, FateReason.AllowRule, OfRule(rule, $"{StoreOf(rule)} rule {rule.Shown} lets {Port} in{from}")) with
        {
            IsForEveryone = fit == RuleFit.Every,
        };
    }

    private FirewallVerdict Blocked() => _block is not null
        ? Known(PacketFate.Block, FateReason.BlockRule, OfRule(_block, $"{StoreOf(_block)} rule {_block.Shown} blocks {Port} in the {_profile.Name} profile"))
        : _state.IsShielded.Value == true ? Known(PacketFate.Block, FateReason.ShieldsUp, _state.IsShielded.Fact)
        : Known(PacketFate.Block, FateReason.RemoteDesktopException, _state.RemoteDesktopException);

    private FirewallVerdict Dropped()
    {
        var allowing = _store
            .Rules.Where(rule => rule.Rule is { Action: FirewallAction.Allow } && (rule.Rule.Unknown & RuleParts.Action) == RuleParts.None)
            .ToList();
        if (allowing.Find(rule => EffectOf(rule) == Effect.No && rule.Rule.Fit(_packet) >= RuleFit.Some) is { } ignored)
        {
            var gate = new[] { _state.MergesLocalRules, _state.MergesOpenPorts, _state.MergesPrograms }.First(gate => gate.Value == false).Fact;
            return Known(PacketFate.None, FateReason.LocalMerge, gate with
            {
                Grounds = [.. gate.Grounds, .. ignored.Grounds],
                Because = $"{gate.Because}, so local rule {ignored.Shown} does not count in the {_profile.Name} profile and no policy rule lets {Port} in",
            });
        }

        if (allowing.Find(rule => EffectOf(rule) == Effect.Yes && rule.Rule.Fit(_packet, RuleParts.Profiles) >= RuleFit.Some) is { } elsewhere)
        {
            return Known(
                PacketFate.None,
                FateReason.OtherProfile,
                OfRule(
                    elsewhere,
                    $"{StoreOf(elsewhere)} rule {elsewhere.Shown} lets {Port} in only in {elsewhere.Rule.Profiles}, not in the {_profile.Name} profile"));
        }

        if (
            allowing.Find(rule =>
                EffectOf(rule) == Effect.Yes && !rule.Rule.IsActive && rule.Rule.Fit(_packet, RuleParts.Active | RuleParts.Profiles) >= RuleFit.Some
            ) is
            { } inactive)
        {
            return Known(
                PacketFate.None,
                FateReason.Nothing,
                OfRule(inactive, $"{StoreOf(inactive)} rule {inactive.Shown} is not active and no other rule lets {Port} in"));
        }

        var place = _profile.Evidence.PlaceOf(FirewallKeys.LocalRules) ?? _profile.Evidence.PlaceOf(FirewallKeys.PolicyRules) ?? _profile.Place;
        return Known(PacketFate.None, FateReason.Nothing, Fact.Absent() with
        {
            Grounds = [Ground.Absent(place, new Address.WholeKey(FirewallKeys.LocalRules))],
            Because = $"no rule lets {Port} in in the {_profile.Name} profile",
        });
    }

    /// <summary>The fate with the provisos of everything that it rests on.</summary>
    private FirewallVerdict Known(PacketFate fate, FateReason reason, Fact evidence)
    {
        var needs = new[]
        {
            evidence.Unless,
            _state.IsOn.Fact.Unless,
            reason == FateReason.FirewallOff ? [] : _state.IsShielded.Fact.Unless,
            _state.MergesLocalRules.Fact.Unless,
        };
        ImmutableArray<Need> uncovered =
            _store.CoversPolicy || _profile.Mode == JudgementMode.Stated ? [] : [Need.ToCollect(new Address.WholeKey(FirewallKeys.PolicyRules))];
        return new(fate, reason, evidence with { Unless = needs.FirstOrDefault(need => !need.IsEmpty, uncovered) });
    }

    private Fact WhyNotKnown()
    {
        foreach (var candidate in _candidates.Where(one => one.Fit == RuleFit.Unknown || (one.Rule.Rule.Unknown & RuleParts.Action) != RuleParts.None))
        {
            if (candidate.Rule.Rule.Flaws is [var flaw, ..])
            {
                return Fact.Unknown(
                    flaw.Reason,
                    flaw.Reason == UnknownReason.NotCollected
                        ? "the filters of the rules (Get-NetFirewallPortFilter, Get-NetFirewallApplicationFilter)"
                        : $"a readable rule {candidate.Rule.Shown}"
                ) with
                {
                    Grounds = candidate.Rule.Grounds,
                    Because = $"{StoreOf(candidate.Rule)} rule {candidate.Rule.Shown} may concern {Port} and {flaw.Text}",
                };
            }
        }

        if (_candidates.Any(one => one.Fit == RuleFit.Unknown))
        {
            return Fact.Unknown(
                UnknownReason.NotCollected,
                _packet.Port is null
                    ? "the listener's port (HKLM\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp!PortNumber)"
                    : "the Windows version (HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion)");
        }

        foreach (
            var fact in new[] { _state.IsOn, _state.IsShielded, _state.MergesLocalRules, _state.MergesOpenPorts, _state.MergesPrograms, _state.LetsUnnamedIn }
                .Where(gate => gate.Value is null)
                .Select(gate => gate.Fact))
        {
            return fact;
        }

        return _candidates.FirstOrDefault(one => one.MayBe(FirewallAction.Bypass)) is { Rule: var bypass }
            ? Fact.Unknown(UnknownReason.Unresolvable, "whether clients authenticate by IPsec") with
            {
                Grounds = bypass.Grounds,
                Because = $"{StoreOf(bypass)} rule {bypass.Shown} lets authenticated clients past block rules",
            }
            : Fact.Unknown(UnknownReason.NotCollected, (_store.CoversPolicy ? FirewallKeys.LocalRules : FirewallKeys.PolicyRules).ToString());
    }

    private static Fact OfRule(StatedRule rule, string because) => Fact.Absent() with
    {
        Layer = rule.Store == FirewallStore.Policy ? Layer.Policy : Layer.Local,
        Grounds = rule.Grounds,
        Because = because,
    };

    private static string StoreOf(StatedRule rule) => rule.Store == FirewallStore.Policy ? "policy" : "local";

    private static string ScopeOf(FirewallRule rule) => rule.RemoteAddresses is [var only] && rule.Narrowing.IsEmpty ? $"from {only}"
        : !RemoteScope.IsEveryone(rule.RemoteAddresses) ? $"from {rule.RemoteAddresses[0]} and {rule.RemoteAddresses.Length - 1} more"
        : $"as far as its {string.Join(", ", rule.Narrowing)} allow";

    private string Port =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(_packet.Protocol == FirewallPacket.Tcp ? "TCP" : "UDP")} {(_packet.Port is { } port ? port : "at the listener's port")}");

    /// <summary>A rule that may concern the packet and may be in force.</summary>
    private sealed record Candidate(StatedRule Rule, RuleFit Fit, Effect Effect)
    {
        public bool Is(FirewallAction action) => Rule.Rule.Action == action && (Rule.Rule.Unknown & RuleParts.Action) == RuleParts.None;

        public bool MayBe(FirewallAction action) => Rule.Rule.Action == action || (Rule.Rule.Unknown & RuleParts.Action) != RuleParts.None;
    }
}
