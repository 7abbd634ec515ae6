using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>All that the GPOs that reach a machine state, found by the address that it is carried out on.</summary>
internal sealed class PolicyStatements
{
    private readonly Dictionary<Address.Registry, List<PolicyEffect>> _values = [];
    private readonly Dictionary<RegistryKey, List<PolicyEffect>> _emptiedKeys = [];
    private readonly Dictionary<RegistryKey, List<PolicyEffect>> _deletedKeys = [];
    private readonly Dictionary<Address.Item, List<PolicyEffect>> _fields = [];
    private readonly List<PolicyEffect> _keys = [];
    private readonly EvidenceIndex _machine;

    /// <param name="machine">Names the control set in force.</param>
    /// <param name="targetsOf">Those whom a half of a GPO is for, where that is not settled.</param>
    public PolicyStatements(IEnumerable<PolicyObject> objects, EvidenceIndex machine, Func<PolicyObject, RegistryHalf, string?> targetsOf)
    {
        _machine = machine;
        foreach (var gpo in objects)
        {
            foreach (var source in gpo.Evidence)
            {
                Add(gpo, source, targetsOf);
            }
        }
    }

    /// <summary>Every address that some statement sets or deletes by name.</summary>
    public IEnumerable<Address.Registry> Values => _values.Keys;

    public IEnumerable<KeyValuePair<Address.Item, List<PolicyEffect>>> Fields => _fields;

    public bool DeletesKeys => _deletedKeys.Count > 0 || _emptiedKeys.Count > 0;

    /// <summary>Keys that are made, whatever they hold.</summary>
    public IEnumerable<PolicyEffect> Keys => _keys;

    public IReadOnlyList<PolicyEffect> On(Address.Registry address)
    {
        var effects = new List<PolicyEffect>(_values.GetValueOrDefault(address) ?? []);
        effects.AddRange(_emptiedKeys.GetValueOrDefault(address.Key) ?? []);
        effects.AddRange(DeletionsOf(address.Key));
        return effects;
    }

    /// <summary>What deletes the key, or one above it.</summary>
    public IEnumerable<PolicyEffect> DeletionsOf(RegistryKey key)
    {
        if (_deletedKeys.Count == 0)
        {
            yield break;
        }

        for (RegistryKey? at = key; at is { } found; at = found.Parent)
        {
            foreach (var effect in _deletedKeys.GetValueOrDefault(found) ?? [])
            {
                yield return effect;
            }
        }
    }

    private void Add(PolicyObject gpo, SourceEvidence source, Func<PolicyObject, RegistryHalf, string?> targetsOf)
    {
        var sequence = 0;
        foreach (var observation in source.Observations)
        {
            sequence++;
            if (observation.Address is Address.Registry address && !gpo.IsOff(address.Half))
            {
                var kind = observation.Action switch
                {
                    ObservedAction.Set => observation.IsSoft ? EffectKind.SetIfAbsent : EffectKind.Set,
                    _ => EffectKind.Delete,
                };
                Add(
                    observation.Action,
                    address with
                    {
                        Key = _machine.Resolve(address.Key),
                    },
                    new(gpo, source, sequence, kind, observation.Value, observation.Location, observation.Targeting ?? targetsOf(gpo, address.Half))
                    {
                        IsPreference = observation.IsPreference,
                        Statement = observation,
                    });
            }
        }

        if (gpo.IsOff(RegistryHalf.Machine))
        {
            return;
        }

        foreach (var item in source.Items.Where(item => !PolicyObject.IsDescription(item)))
        {
            sequence++;
            foreach (var field in item.Fields)
            {
                Append(
                    _fields,
                    new(item.Space, item.Name, field.Name),
                    new(gpo, source, sequence, EffectKind.Set, field.Value, field.Location, item.Targeting ?? targetsOf(gpo, RegistryHalf.Machine))
                    {
                        IsPreference = item.IsPreference,
                        Statement = field,
                    });
            }
        }
    }

    private void Add(ObservedAction action, Address.Registry address, PolicyEffect effect)
    {
        switch (action)
        {
            case ObservedAction.Set or ObservedAction.DeleteValue:
                Append(_values, address, effect);
                break;
            case ObservedAction.DeleteValues:
                Append(_emptiedKeys, address.Key, effect);
                break;
            case ObservedAction.DeleteKey:
                Append(_deletedKeys, address.Key, effect);
                break;
            case ObservedAction.Key:
                _keys.Add(effect);
                break;
        }
    }

    private static void Append<TKey>(Dictionary<TKey, List<PolicyEffect>> lists, TKey key, PolicyEffect effect)
        where TKey : notnull => (CollectionsMarshal.GetValueRefOrAddDefault(lists, key, out _) ??= []).Add(effect);
}
