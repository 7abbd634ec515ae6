using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Subjects;

/// <summary>A kind of thing that rules judge, as <c>policies/subjects.yml</c> lists it.</summary>
public sealed record SubjectKind(string Name, string Title, Location Location)
{
    /// <summary>The owner of all things of one machine, and of one GPO in stated mode.</summary>
    public const string Machine = "machine";

    public const string Gpo = "gpo";

    private readonly Dictionary<string, FieldDefinition> _fields = [];
    private readonly Dictionary<string, RelationDefinition> _relations = [];

    /// <summary>Where the subjects of a machine come from; empty when a derivation or the scan itself makes them.</summary>
    public ImmutableArray<SubjectSource> Each { get; init; } = [];

    public ImmutableArray<FieldDefinition> Fields
    {
        get;
        init
        {
            field = value;
            _fields = value
                .DistinctBy(definition => definition.Name, StringComparer.Ordinal)
                .ToDictionary(definition => definition.Name, StringComparer.Ordinal);
        }
    } = [];

    public ImmutableArray<RelationDefinition> Relations
    {
        get;
        init
        {
            field = value;
            _relations = value
                .DistinctBy(definition => definition.Name, StringComparer.Ordinal)
                .ToDictionary(definition => definition.Name, StringComparer.Ordinal);
        }
    } = [];

    /// <summary><see langword="null"/> for most kinds.</summary>
    public KnownRows? Known { get; init; }

    public FieldDefinition? Field(string name) => _fields.GetValueOrDefault(name);

    public RelationDefinition? Relation(string name) => _relations.GetValueOrDefault(name);

    /// <summary>The variables that addresses of settings of this kind may use.</summary>
    public IEnumerable<string> Variables => Each.SelectMany(source => source.Variables).Distinct(StringComparer.Ordinal);
}

/// <summary>What makes the subjects of a kind.</summary>
public abstract record SubjectSource
{
    private SubjectSource()
    {
    }

    public abstract IEnumerable<string> Variables { get; }

    /// <summary>One subject for each key directly below <paramref name="Parent"/>, except those named; the key's name is the variable's value.</summary>
    /// <param name="Values">Variables that all of them share: the name of a store.</param>
    public sealed record RegistryKeys(Evidence.RegistryKey Parent, string Variable, ImmutableArray<string> Except, ImmutableDictionary<string, string> Values)
        : SubjectSource
    {
        public override IEnumerable<string> Variables => [Variable, .. Values.Keys];
    }

    /// <summary>One subject for each named value of a key; the value's name is the variable's value.</summary>
    /// <param name="Values">Variables that all of them share: the layer of a store.</param>
    public sealed record RegistryValues(Evidence.RegistryKey Key, string Variable, ImmutableDictionary<string, string> Values) : SubjectSource
    {
        public override IEnumerable<string> Variables => [Variable, .. Values.Keys];
    }

    /// <summary>One subject for each name in a space of items.</summary>
    /// <param name="IsList">Names are not unique there: each entry of a source is a thing of its own.</param>
    public sealed record Items(string Space, string Variable, bool IsList) : SubjectSource
    {
        public override IEnumerable<string> Variables => [Variable];
    }

    /// <summary>A subject that every machine has, with the values of its variables.</summary>
    public sealed record Named(string Name, ImmutableDictionary<string, string> Values) : SubjectSource
    {
        public override IEnumerable<string> Variables => Values.Keys;
    }

    /// <summary>One subject for each Azure resource of a type.</summary>
    /// <param name="Inside">What is written inside such a resource, when the subjects are that and not the resource itself.</param>
    public sealed record Resources(string Type, ResourceElements? Inside) : SubjectSource
    {
        public override IEnumerable<string> Variables => [];
    }
}

public enum FieldType
{
    Text,
    Number,
    Flag,
    Date,
    Duration,

    /// <summary>Parts separated by '.', compared as numbers part by part.</summary>
    Version,
    List,

    /// <summary>Ports and port ranges as texts: "3389", "3380-3390", "*".</summary>
    Ports,

    /// <summary>Addresses and CIDR ranges as texts.</summary>
    Addresses,

    /// <summary>Who holds a right or belongs to a group; compared by security identifier.</summary>
    Accounts,
}

/// <summary>A field of a kind.</summary>
/// <param name="Unit">"ms", "days"; <see langword="null"/> for none.</param>
/// <param name="Source">Who documents the fact, where it is not obvious.</param>
/// <param name="Parameter">The parameter of the rule that reads it on which a derived field depends; <see langword="null"/> for most.</param>
public sealed record FieldDefinition(string Name, FieldType Type, FieldOrigin From, string? Unit, string? Source, string? Parameter = null);

/// <summary>How a field gets its value.</summary>
public abstract record FieldOrigin
{
    private FieldOrigin()
    {
    }

    /// <summary>A variable of the subject, such as the key's name.</summary>
    public sealed record Variable(string Name) : FieldOrigin;

    /// <summary>A field of the item that the subject is.</summary>
    public sealed record ItemField(string Name) : FieldOrigin;

    /// <summary>
    /// A path of properties of the resource that the subject is; of several, the first that leads to a value, and for lists all of them together.
    /// </summary>
    public sealed record Property(ImmutableArray<string> Paths) : FieldOrigin;

    /// <summary>
    /// Whether a relation of the resource leads to anything in its deployment. What other deployments hold is not known, so "no" is said with that proviso.
    /// </summary>
    public sealed record Here(string Relation) : FieldOrigin;

    /// <summary>A cell of <see cref="SubjectKind.Known"/>.</summary>
    public sealed record Cell(string Name) : FieldOrigin;

    /// <summary>Computed by a derivation, or by the scan itself (roles).</summary>
    public sealed record Derived : FieldOrigin;
}

/// <summary>A relation to other subjects. From a machine, a many-relation without a derivation of its own holds all subjects of that kind.</summary>
/// <param name="Link">How an Azure resource is linked; <see langword="null"/> for things of a machine.</param>
public sealed record RelationDefinition(string Name, string Kind, bool IsMany, RelationLink? Link);

/// <summary>How Azure resources are linked to each other.</summary>
public abstract record RelationLink
{
    private RelationLink()
    {
    }

    /// <summary>By resource ids at a path of properties.</summary>
    public sealed record Reference(string Path) : RelationLink;

    /// <summary>Those whose relation of that name leads here.</summary>
    public sealed record Inverse(string Relation) : RelationLink;

    /// <summary>The resource that it is inside of, or that its id begins with.</summary>
    public sealed record Parent : RelationLink;

    /// <summary>The resources inside it, and those whose id begins with its own.</summary>
    public sealed record Children : RelationLink;
}
