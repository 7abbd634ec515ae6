using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>
/// One step of the way from a value's place to the literal that decides it, as a reader would follow it: "parameter 'port' has this default".
/// </summary>
public sealed record TraceStep(Location Location, string Text);

/// <summary>
/// A node of a resource tree. <see cref="Location"/> is the literal that decides the value (after variables, parameters and files were followed);
/// <see cref="Trace"/> is the way there from the place where the resource states it, empty when they are one.
/// </summary>
public abstract class Node
{
    private Node(Location location) => Location = location;

    public Location Location { get; }

    public ImmutableArray<TraceStep> Trace { get; init; } = [];

    /// <summary>
    /// How many values it holds, itself included, counting one that is reached twice twice: what going through all of it costs.
    /// A few hundred characters of variables that hold each other can make it as large as it gets, which is <see cref="MostWeight"/>.
    /// </summary>
    public virtual long Weight => 1;

    public const long MostWeight = 1L << 60;

    public sealed class Object(Location location, ImmutableArray<Property> properties) : Node(location)
    {
        private const int MostSearched = 24;
        private Dictionary<string, Node>? _byName;

        public ImmutableArray<Property> Properties { get; } = properties;

        public override long Weight { get; } = WeightOf(properties);

        private static long WeightOf(ImmutableArray<Property> properties)
        {
            var weight = 1L;
            foreach (var property in properties)
            {
                weight = Math.Min(MostWeight, weight + property.Value.Weight);
            }

            return weight;
        }

        /// <summary>Property names compare ignoring case, as Azure does; the last of two equal names counts.</summary>
        public Node? Find(string name)
        {
            if (Properties.Length > MostSearched)
            {
                return (_byName ??= Index()).GetValueOrDefault(name);
            }

            for (var index = Properties.Length - 1; index >= 0; index--)
            {
                if (Properties[index].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return Properties[index].Value;
                }
            }

            return null;
        }

        private Dictionary<string, Node> Index()
        {
            var byName = new Dictionary<string, Node>(Properties.Length, StringComparer.OrdinalIgnoreCase);
            foreach (var property in Properties)
            {
                byName[property.Name] = property.Value;
            }

            return byName;
        }
    }

    public sealed class Array(Location location, ImmutableArray<Node> elements) : Node(location)
    {
        public ImmutableArray<Node> Elements { get; } = elements;

        public override long Weight { get; } = WeightOf(elements);

        private static long WeightOf(ImmutableArray<Node> elements)
        {
            var weight = 1L;
            foreach (var element in elements)
            {
                weight = Math.Min(MostWeight, weight + element.Weight);
            }

            return weight;
        }
    }

    public sealed class Text(Location location, string value) : Node(location)
    {
        public string Value { get; } = value;
    }

    /// <summary>A number as it is written; <see cref="Whole"/> is <see langword="null"/> when it is no 64-bit integer.</summary>
    public sealed class Number(Location location, string literal) : Node(location)
    {
        public string Literal { get; } = literal;

        public long? Whole => long.TryParse(Literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
    }

    public sealed class Boolean(Location location, bool value) : Node(location)
    {
        public bool Value { get; } = value;
    }

    public sealed class Null(Location location) : Node(location);

    /// <summary>A value that is not known: the reason, and the expression or input that would decide it.</summary>
    public sealed class Unresolved(Location location, UnknownReason reason, string expression) : Node(location)
    {
        /// <summary>Another value that is not known for the same reason as <paramref name="cause"/>, reached the same way.</summary>
        public Unresolved(Unresolved cause)
            : this(cause.Location, cause.Reason, cause.Expression)
        {
            Trace = cause.Trace;
            Needs = cause.Needs;
        }

        public UnknownReason Reason { get; } = reason;

        public string Expression { get; } = expression;

        /// <summary>
        /// The one input that would decide it, and how to give it: "a value: parameter 'port' has no
        /// default; pass --parameters". <see langword="null"/> when the expression says it all.
        /// </summary>
        public string? Needs { get; init; }

        /// <summary>
        /// The value as text, with each part that is not known in braces:
        /// "/subscriptions/{subscription().subscriptionId}/…/nsg1". Two equal patterns of one world
        /// are one
        /// value, so that a reference to a resource is found although the subscription is not known. <see langword="null"/> when nothing can be said.
        /// </summary>
        public string? Pattern { get; init; }

        /// <summary>
        /// What is known of the members of the value, such as the properties that the template states of a resource it refers to; never the whole value.
        /// </summary>
        public Node? Partial { get; init; }
    }
}

/// <summary>A property with the place of its name.</summary>
public sealed record Property(string Name, Location NameLocation, Node Value);
