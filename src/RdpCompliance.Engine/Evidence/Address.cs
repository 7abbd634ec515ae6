namespace RdpCompliance.Engine.Evidence;

/// <summary>The half of a policy, and of a machine's registry, that an address belongs to.</summary>
public enum RegistryHalf
{
    Machine,
    User,
}

/// <summary>Where a setting natively stands.</summary>
public abstract record Address
{
    private Address()
    {
    }

    /// <summary>A registry value; <paramref name="Name"/> "" is the key's default value.</summary>
    public sealed record Registry(RegistryHalf Half, RegistryKey Key, string Name) : Address
    {
        public bool Equals(Registry? other) =>
            other is not null && Half == other.Half && Key == other.Key && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => HashCode.Combine(Half, Key, StringComparer.OrdinalIgnoreCase.GetHashCode(Name));

        public override string ToString() => Name.Length == 0 ? $"{Key}!(default)" : $"{Key}!{Name}";
    }

    /// <summary>
    /// A field of a thing outside the registry, in a space of its own: "privilege" (name
    /// SeRemoteInteractiveLogonRight, field "value"), "system-access", "service",
    /// "group", "rdp", "firewall-rule", "event" …
    /// </summary>
    public sealed record Item(string Space, string Name, string Field) : Address
    {
        public bool Equals(Item? other) =>
            other is not null
            && string.Equals(Space, other.Space, StringComparison.OrdinalIgnoreCase)
            && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase)
            && string.Equals(Field, other.Field, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => HashCode.Combine(
            StringComparer.OrdinalIgnoreCase.GetHashCode(Space),
            StringComparer.OrdinalIgnoreCase.GetHashCode(Name),
            StringComparer.OrdinalIgnoreCase.GetHashCode(Field));

        public override string ToString() => $"{Space}:{Name}#{Field}";
    }

    /// <summary>A registry key as such.</summary>
    public sealed record WholeKey(RegistryKey Path) : Address
    {
        public override string ToString() => Path.ToString();
    }

    /// <summary>A member of an Azure resource: the resource's id, or its type and name where it has none, and the path of member names in it.</summary>
    public sealed record Member(string Resource, string Path) : Address
    {
        public override string ToString() => $"{Resource}#{Path}";
    }

    /// <summary>What kind of place it is, as SARIF's logical locations tell it: "registry", "privilege", "service", "resource" …</summary>
    public string Kind => this switch
    {
        Item item => item.Space,
        Member => "resource",
        _ => "registry",
    };
}
