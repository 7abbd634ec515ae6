using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>
/// What a descriptor lets somebody do, as Windows walks its list ([MS-DTYP] 2.5.3.2): for each right the first
/// entry that names it decides. What may or may not hold counts against access: a conditional
/// allow and one for a part of the object do not allow, a conditional deny and one for a part do deny.
/// </summary>
public sealed class EffectiveAccess
{
    private readonly SecurityDescriptor _descriptor;
    private readonly SecuredObject _kind;
    private readonly ImmutableArray<AccessControlEntry> _entries;
    private readonly bool _isUnprotected;

    /// <param name="dacl">The list of the descriptor; who has none to judge must say so before.</param>
    private EffectiveAccess(SecurityDescriptor descriptor, AccessControlList dacl, SecuredObject kind)
    {
        _descriptor = descriptor;
        _kind = kind;
        _entries = [.. dacl.Entries.Where(entry => entry.Applies && entry.Effect != AceEffect.None)];
        _isUnprotected = dacl.Flags.HasFlag(AclControl.NoAccessControl);
    }

    /// <summary>Everybody whom the list names.</summary>
    public IEnumerable<string> Trustees => _entries.Select(entry => entry.Trustee).Distinct(StringComparer.Ordinal);

    /// <returns><see langword="null"/> when the descriptor states no list.</returns>
    public static EffectiveAccess? Of(SecurityDescriptor descriptor, SecuredObject kind) => descriptor.Dacl is { } dacl ? new(descriptor, dacl, kind) : null;

    /// <summary>The rights of whoever holds these identifiers, the account's own first.</summary>
    public uint GrantedTo(IReadOnlyList<string> token)
    {
        if (_isUnprotected)
        {
            return AccessRights.AllOf(_kind);
        }

        uint allowed = 0;
        uint denied = 0;
        var isOwner = _descriptor.Owner is { } owner && token.Contains(owner, StringComparer.Ordinal);
        if (isOwner && !_entries.Any(entry => entry.Trustee == SecurityId.OwnerRights))
        {
            // The owner may read and write the descriptor unless the list has entries for owners.
            allowed |= AccessRights.ReadControl | AccessRights.WriteDac;
        }

        foreach (var entry in _entries)
        {
            if (!token.Contains(entry.Trustee, StringComparer.Ordinal) && !(isOwner && entry.Trustee == SecurityId.OwnerRights))
            {
                continue;
            }

            var mask = AccessRights.Map(entry.Mask, _kind);
            if (entry.Effect == AceEffect.Deny)
            {
                denied |= mask & ~allowed;
            }
            else if (!entry.IsConditional && entry.ObjectType.Length == 0)
            {
                allowed |= mask & ~denied;
            }
        }

        return allowed;
    }

    public bool Grants(uint mask, IReadOnlyList<string> token) => (GrantedTo(token) & mask) == mask;

    /// <summary>The entries that deny some of the rights to whoever holds these identifiers, whether or not an earlier entry allowed them.</summary>
    public IEnumerable<AccessControlEntry> Denials(uint mask, IReadOnlyList<string> token) =>
        _entries.Where(entry =>
            entry.Effect == AceEffect.Deny && (AccessRights.Map(entry.Mask, _kind) & mask) != 0 && token.Contains(entry.Trustee, StringComparer.Ordinal));

    /// <summary>The entries that allow all of the rights by themselves to exactly this identifier.</summary>
    public IEnumerable<AccessControlEntry> Allowances(uint mask, string sid) =>
        _entries.Where(entry =>
            entry is { Effect: AceEffect.Allow, IsConditional: false, ObjectType.Length: 0 }
            && (AccessRights.Map(entry.Mask, _kind) & mask) == mask
            && entry.Trustee == sid);
}
