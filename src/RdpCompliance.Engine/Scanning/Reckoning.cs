using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Engine.Scanning;

/// <summary>Counts every verdict of realms, also those that nobody reports.</summary>
internal sealed class Reckoning
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ofOtherRoles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _off = new(StringComparer.Ordinal);
    private readonly Dictionary<Address, long> _addresses = [];
    private readonly Dictionary<string, long> _others = new(StringComparer.Ordinal);
    private long _passes;
    private long _fails;
    private long _undecided;

    public void Off(Rule rule) => _off.Add(rule.Id);

    /// <summary>Whether it is still to be found out why a rule says nothing.</summary>
    public bool IsOpen(Rule rule) => !_asked.Contains(rule.Id) && !_ofOtherRoles.Contains(rule.Id);

    public void OtherRole(Rule rule) => _ofOtherRoles.Add(rule.Id);

    public void Asked(Rule rule) => _asked.Add(rule.Id);

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

    public static ScanAccount Of(IEnumerable<Reckoning> parts, ImmutableArray<Rule> rules)
    {
        var all = new Reckoning();
        foreach (var part in parts)
        {
            all.Add(part);
        }

        var silent = rules.Where(rule => !all._asked.Contains(rule.Id)).ToLookup(all.ReasonOf, rule => rule.Id);
        return new(all._passes, all._fails, all._undecided)
        {
            Asked = all._asked.Count,
            NotAsked = [.. silent.OrderBy(group => group.Key).Select(group => new RulesNotAsked(group.Key, [.. group]))],
            Wanted = all.Wanted(),
        };
    }

    private NotAskedReason ReasonOf(Rule rule) => _off.Contains(rule.Id) ? NotAskedReason.SwitchedOff
        : _ofOtherRoles.Contains(rule.Id) ? NotAskedReason.Role
        : NotAskedReason.NothingOfItsKind;

    private void Want(Need? need)
    {
        if (need?.Address is { } address)
        {
            _addresses[address] = _addresses.GetValueOrDefault(address) + 1;
        }
        else if (need is not null)
        {
            var what = need.ToString();
            _others[what] = _others.GetValueOrDefault(what) + 1;
        }
    }

    private ImmutableArray<WantedInput> Wanted()
    {
        var inputs = _addresses.Select(one => (Input: Collecting.InputOf(one.Key), one.Value))
            .Concat(_others.Select(one => (Input: (What: one.Key, Command: (string?)null), one.Value)));
        return
        [
            .. inputs
                .GroupBy(one => one.Input)
                .Select(group => new WantedInput(group.Key.What, group.Key.Command, group.Sum(one => one.Value)))
                .OrderByDescending(input => input.Verdicts)
                .ThenBy(input => input.What, StringComparer.Ordinal),
        ];
    }

    private void Add(Reckoning part)
    {
        _asked.UnionWith(part._asked);
        _ofOtherRoles.UnionWith(part._ofOtherRoles);
        _off.UnionWith(part._off);
        _passes += part._passes;
        _fails += part._fails;
        _undecided += part._undecided;
        foreach (var (address, count) in part._addresses)
        {
            _addresses[address] = _addresses.GetValueOrDefault(address) + count;
        }

        foreach (var (what, count) in part._others)
        {
            _others[what] = _others.GetValueOrDefault(what) + count;
        }
    }
}
