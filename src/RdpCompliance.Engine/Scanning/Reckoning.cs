using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Counts every verdict of a realm, also those that nobody reports; small, because one is kept for each realm.</summary>
/// <param name="rules">How many rules there are; they are known by <see cref="PlannedRule.Ordinal"/>.</param>
/// <param name="known">Addresses of all realms: what a thousand machines lack has one address, and is kept once.</param>
internal sealed class Reckoning(int rules, ConcurrentDictionary<Address, Address> known)
{
    private readonly BitArray _asked = new(rules);
    private readonly BitArray _ofOtherRoles = new(rules);
    private readonly BitArray _off = new(rules);
    private Dictionary<Address, int>? _counting = [];
    private (Address Address, int Verdicts)[] _addresses = [];
    private Dictionary<string, int>? _others;
    private int _passes;
    private int _fails;
    private int _undecided;

    public void Off(PlannedRule rule) => _off[rule.Ordinal] = true;

    /// <summary>Whether it is still to be found out why a rule says nothing.</summary>
    public bool IsOpen(PlannedRule rule) => !_asked[rule.Ordinal] && !_ofOtherRoles[rule.Ordinal];

    public void OtherRole(PlannedRule rule) => _ofOtherRoles[rule.Ordinal] = true;

    public void Asked(PlannedRule rule) => _asked[rule.Ordinal] = true;

    /// <summary>Why a rule said nothing of a thing; <see langword="null"/> where it was put to something that it does not concern.</summary>
    public NotAskedReason? SilenceOf(int rule) => _off[rule] ? NotAskedReason.SwitchedOff
        : _asked[rule] ? null
        : _ofOtherRoles[rule] ? NotAskedReason.Role
        : NotAskedReason.NothingOfItsKind;

    /// <param name="need">What would decide an undecided verdict; <see langword="null"/> when nobody can say.</param>
    public void Count(Verdict verdict, Need? need)
    {
        switch (verdict)
        {
            case Verdict.Pass:
                _passes++;
                break;
            case Verdict.Fail:
                _fails++;
                break;
            default:
                _undecided++;
                Want(need);
                break;
        }
    }

    /// <summary>Nothing more is counted.</summary>
    public Reckoning End()
    {
        _addresses = [.. (_counting ?? []).Select(one => (known.GetOrAdd(one.Key, one.Key), one.Value))];
        _counting = null;
        return this;
    }

    public static ScanAccount Of(IReadOnlyCollection<Reckoning> parts, ImmutableArray<Rule> rules)
    {
        var (asked, otherRoles, off) = (new BitArray(rules.Length), new BitArray(rules.Length), new BitArray(rules.Length));
        foreach (var part in parts)
        {
            asked.Or(part._asked);
            otherRoles.Or(part._ofOtherRoles);
            off.Or(part._off);
        }

        var silent = Enumerable.Range(0, rules.Length).Where(rule => !asked[rule]).ToLookup(
            rule => off[rule] ? NotAskedReason.SwitchedOff : otherRoles[rule] ? NotAskedReason.Role : NotAskedReason.NothingOfItsKind,
            rule => rules[rule].Id);
        return new(parts.Sum(part => (long)part._passes), parts.Sum(part => (long)part._fails), parts.Sum(part => (long)part._undecided))
        {
            Asked = rules.Length - silent.Sum(group => group.Count()),
            NotAsked = [.. silent.OrderBy(group => group.Key).Select(group => new RulesNotAsked(group.Key, [.. group]))],
            Wanted = Wanted(parts),
        };
    }

    private void Want(Need? need)
    {
        if (need?.Address is { } address && _counting is not null)
        {
            _counting[address] = _counting.GetValueOrDefault(address) + 1;
        }
        else if (need is not null)
        {
            var what = need.ToString();
            _others ??= new(StringComparer.Ordinal);
            _others[what] = _others.GetValueOrDefault(what) + 1;
        }
    }

    private static ImmutableArray<WantedInput> Wanted(IEnumerable<Reckoning> parts)
    {
        var addresses = new Dictionary<Address, long>();
        var inputs = new Dictionary<(string What, string? Command), long>();
        foreach (var part in parts)
        {
            foreach (var (address, verdicts) in part._addresses)
            {
                addresses[address] = addresses.GetValueOrDefault(address) + verdicts;
            }

            foreach (var (what, verdicts) in part._others ?? [])
            {
                inputs[(what, null)] = inputs.GetValueOrDefault((what, null)) + verdicts;
            }
        }

        foreach (var (address, verdicts) in addresses)
        {
            var input = Collecting.InputOf(address);
            inputs[input] = inputs.GetValueOrDefault(input) + verdicts;
        }

        return
        [
            .. inputs
                .Select(input => new WantedInput(input.Key.What, input.Key.Command, input.Value))
                .OrderByDescending(input => input.Verdicts)
                .ThenBy(input => input.What, StringComparer.Ordinal),
        ];
    }
}
