using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Subjects;

/// <summary>How a subject's evidence is read.</summary>
public enum JudgementMode
{
    /// <summary>State: layers, silence and coverage count.</summary>
    InForce,

    /// <summary>A GPO by itself: what it does not state is unknown, roles are taken as all, and only fails are reported.</summary>
    Stated,
}

/// <summary>A thing that rules judge.</summary>
/// <param name="name">For people; programs compare <see cref="Id"/>.</param>
public sealed class Subject(SubjectKind kind, SubjectId id, string name, EvidenceIndex evidence, JudgementMode mode)
{
    public SubjectKind Kind { get; } = kind;

    public SubjectId Id { get; } = id;

    /// <summary>Its name within its owner: "RDP-Tcp", a machine's name.</summary>
    public string Name { get; } = name;

    public EvidenceIndex Evidence { get; } = evidence;

    public JudgementMode Mode { get; } = mode;

    /// <summary>The machine it belongs to; <see langword="null"/> for machines and for things of no machine.</summary>
    public Subject? Owner { get; init; }

    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The items that state it, when it comes from a space of items.</summary>
    public ImmutableArray<IndexedItem> Items { get; init; } = [];

    /// <summary>The registry values that state it, when it comes from the values of a key: one from each source.</summary>
    public ImmutableArray<IndexedObservation> Values { get; init; } = [];

    public Resource? Resource { get; init; }

    /// <summary>The resource that an element of a list is written in; <see langword="null"/> for resources that are stated by themselves.</summary>
    public Subject? Parent { get; init; }

    /// <summary>The resources that a resource may refer to.</summary>
    internal Deployment? Deployment { get; init; }

    /// <summary>Facts that a derivation or the scan computed.</summary>
    public ImmutableDictionary<string, Fact> Derived { get; init; } = ImmutableDictionary<string, Fact>.Empty;

    /// <summary>Where it is declared, for findings that no observation places.</summary>
    public required Location Place { get; init; }

    public SubjectName Named => (Kind.Name, Mode) switch
    {
        (SubjectKind.Machine, JudgementMode.Stated) => new(SubjectKind.Gpo, Name, null),
        _ => new(Kind.Name, Name, Owner?.Name),
    };

    public override string ToString() => Named.ToString();

    /// <summary>The same subject as another state of its machine has it.</summary>
    internal Subject On(EvidenceIndex evidence) => new(Kind, Id, Name, evidence, Mode) { Owner = Owner, Variables = Variables, Place = Place };
}
