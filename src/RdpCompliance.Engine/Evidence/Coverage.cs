namespace RdpCompliance.Engine.Evidence;

/// <summary>What a source answers for: what is absent there and covered is known to be absent.</summary>
public abstract record Coverage
{
    private Coverage()
    {
    }

    /// <summary>Every key and value at and below <paramref name="Key"/>.</summary>
    public sealed record RegistryTree(RegistryKey Key) : Coverage;

    /// <summary>Every thing of a space ("service", "firewall-rule", "hotfix" …).</summary>
    public sealed record Space(string Name) : Coverage;

    /// <summary>Every event of one log channel or provider from <paramref name="From"/> on; <see langword="null"/> = as far back as the log goes.</summary>
    public sealed record Events(string Channel, DateTimeOffset? From) : Coverage;
}
