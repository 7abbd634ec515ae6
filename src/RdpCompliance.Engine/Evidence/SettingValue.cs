using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Evidence;

/// <summary>What one source says. Doubt is an answer, so a rule must decide on it.</summary>
public abstract record SettingValue
{
    private SettingValue()
    {
    }

    /// <summary>Whether both state the same: registry values by type and bytes, others by their text.</summary>
    public bool IsSameAs(SettingValue other) => (this, other) switch
    {
        (Registry mine, Registry theirs) => mine.Data.Type == theirs.Data.Type && mine.Data.Bytes.Span.SequenceEqual(theirs.Data.Bytes.Span),
        _ => GetType() == other.GetType() && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal),
    };

    /// <summary>A registry value with its type and exact bytes.</summary>
    public sealed record Registry(RegistryData Data) : SettingValue
    {
        public override string ToString() => Data.Display();
    }

    public sealed record Number(long Value) : SettingValue
    {
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    public sealed record Text(string Value) : SettingValue
    {
        public override string ToString() => Value;
    }

    public sealed record Flag(bool Value) : SettingValue
    {
        public override string ToString() => Value ? "true" : "false";
    }

    public sealed record Instant(DateTimeOffset Value) : SettingValue
    {
        public override string ToString() => Value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    public sealed record List(ImmutableArray<string> Values) : SettingValue
    {
        /// <summary>Where each value stands; empty where only the whole list has a place.</summary>
        public ImmutableArray<Location> Places { get; init; } = [];

        public override string ToString() => string.Join(", ", Values);
    }

    /// <summary>Stated, but not as something that can be used: the reason, and the expression or text that was found.</summary>
    public sealed record Unresolved(UnknownReason Reason, string Expression) : SettingValue
    {
        public override string ToString() => Expression;
    }
}
