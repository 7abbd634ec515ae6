using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>What an entry does, whatever its form.</summary>
public enum AceEffect
{
    Allow,
    Deny,

    /// <summary>It neither allows nor denies: audits, labels, attributes, central policies.</summary>
    None,
}

/// <summary>The flags of an entry ([MS-DTYP] 2.4.4.1): what inherits it, and what is audited.</summary>
[Flags]
public enum AceInheritance
{
    None = 0,
    ObjectInherit = 0x01,
    ContainerInherit = 0x02,
    NoPropagate = 0x04,

    /// <summary>The entry is for what is made below, not for the object itself.</summary>
    InheritOnly = 0x08,
    Inherited = 0x10,

    /// <summary>A deny that a protected application or a trust filter keeps (SDDL "CR").</summary>
    Critical = 0x20,
    AuditSuccess = 0x40,
    AuditFailure = 0x80,
}

/// <summary>An entry of an access control list.</summary>
/// <param name="Type">As SDDL writes it: "A", "D", "OA", "XD" …</param>
/// <param name="Mask">The rights, generic ones not yet mapped.</param>
/// <param name="Trustee">A security identifier, see <see cref="SecurityId"/>.</param>
/// <param name="Span">The characters of the entry, with its parentheses.</param>
public sealed record AccessControlEntry(string Type, AceInheritance Flags, uint Mask, string Trustee, TextSpan Span)
{
    /// <summary>The kind of child or property that an object entry is about, as written; "" when it is about the object itself.</summary>
    public string ObjectType { get; init; } = "";

    public string InheritedObjectType { get; init; } = "";

    /// <summary>The condition with its parentheses, as written, or the attribute of a resource; "" when there is none.</summary>
    public string Condition { get; init; } = "";

    public AceEffect Effect => Type switch
    {
        "A" or "OA" or "XA" or "ZA" => AceEffect.Allow,
        "D" or "OD" or "XD" => AceEffect.Deny,
        _ => AceEffect.None,
    };

    /// <summary>Whether it depends on claims and attributes that nobody knows beforehand.</summary>
    public bool IsConditional => Type is "XA" or "XD" or "ZA" or "XU";

    public bool IsObject => Type is "OA" or "OD" or "OU" or "OL" or "ZA";

    public bool IsInherited => Flags.HasFlag(AceInheritance.Inherited);

    /// <summary>Whether it is about the object that carries it.</summary>
    public bool Applies => !Flags.HasFlag(AceInheritance.InheritOnly);
}
