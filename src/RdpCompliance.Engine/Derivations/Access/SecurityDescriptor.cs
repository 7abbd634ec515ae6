using System.Collections.Immutable;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>The flags before the entries of a list: "P", "AR", "AI", "NO_ACCESS_CONTROL".</summary>
[Flags]
public enum AclControl
{
    None = 0,

    /// <summary>Nothing is inherited from above.</summary>
    Protected = 1,
    AutoInheritRequired = 2,
    AutoInherited = 4,

    /// <summary>There is no list: everybody may do everything.</summary>
    NoAccessControl = 8,
}

/// <summary>An access control list.</summary>
public sealed record AccessControlList(AclControl Flags, ImmutableArray<AccessControlEntry> Entries);

/// <summary>Who owns an object and who may do what with it, as a text in SDDL says ([MS-DTYP] 2.5.1).</summary>
/// <param name="Owner"><see langword="null"/> when the text does not say.</param>
/// <param name="Dacl"><see langword="null"/> when the text has none, which is silence and no permission.</param>
public sealed record SecurityDescriptor(string? Owner, string? Group, AccessControlList? Dacl, AccessControlList? Sacl);

/// <summary>What is wrong at a character of a text in SDDL.</summary>
public sealed record SddlFlaw(int Position, string Found, string Wanted)
{
    public override string ToString() => $"'{Found}' at character {(Position + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)} is not {Wanted}";
}

/// <summary>The outcome of reading a text in SDDL.</summary>
/// <param name="Descriptor">What could be read. Where there is a flaw an entry may be missing, so it proves nothing.</param>
public sealed record SddlReading(SecurityDescriptor Descriptor, ImmutableArray<SddlFlaw> Flaws)
{
    public bool IsWhole => Flaws.IsEmpty;
}
