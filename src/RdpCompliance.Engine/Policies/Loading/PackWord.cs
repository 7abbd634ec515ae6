namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>How files of a pack write a word of a closed list, so that pages write it alike.</summary>
public static class PackWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => PackEnum.Kebab(value.ToString());
}
