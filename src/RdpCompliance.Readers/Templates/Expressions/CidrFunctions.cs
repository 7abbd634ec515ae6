using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-cidr</summary>
internal static class CidrFunctions
{
    public static IEnumerable<LibraryFunction> All =>
    [
        new("cidrHost", 2, 2, Evaluation.Strict, Host),
        new("cidrSubnet", 3, 3, Evaluation.Strict, Subnet),
        new("parseCidr", 1, 1, Evaluation.Strict, Parse),
    ];

    private static Node Host(FunctionCall call)
    {
        if (Network.TryParse(call[0]) is not { } network)
        {
            return call.WrongType(0, "an address range such as '10.0.0.0/16'");
        }

        if (call[1] is not Node.Number { Whole: >= 0 and var index })
        {
            return call.WrongType(1, "a host's index of 0 or more");
        }

        // The first usable address of an IPv4 range follows the address of the network itself, unless the range is too small to have one.
        var host = network.First + (UInt128)index + (network.HasReservedEnds ? 1u : 0u);
        return host <= network.Last && !(network.HasReservedEnds && host == network.Last)
            ? call.Text(network.Print(host))
            : call.Fail($"'{network}' has no host {Conversion.Print(index)}");
    }

    private static Node Subnet(FunctionCall call)
    {
        if (Network.TryParse(call[0]) is not { } network)
        {
            return call.WrongType(0, "an address range such as '10.0.0.0/16'");
        }

        if (call[1] is not Node.Number { Whole: { } length } || length < network.Length || length > network.Bits)
        {
            return call.WrongType(1, $"a prefix length of {Conversion.Print(network.Length)} to {Conversion.Print(network.Bits)}");
        }

        if (call[2] is not Node.Number { Whole: >= 0 and var index })
        {
            return call.WrongType(2, "a subnet's index of 0 or more");
        }

        var size = UInt128.One << (int)(network.Bits - length);
        var offset = (UInt128)index * size;
        return length == 0 || (offset / size == (UInt128)index && offset <= network.Last - network.First)
            ? call.Text($"{network.Print(network.First + offset)}/{Conversion.Print(length)}")
            : call.Fail($"'{network}' has no subnet {Conversion.Print(index)} of that length");
    }

    private static Node Parse(FunctionCall call)
    {
        if (Network.TryParse(call[0]) is not { } network)
        {
            return call.WrongType(0, "an address range such as '10.0.0.0/16'");
        }

        var mask = network.Length == 0 ? UInt128.Zero : ~UInt128.Zero << (network.Bits - network.Length);
        var reserved = network.HasReservedEnds ? 1u : 0u;
        List<Property> properties =
        [
            call.Property("network", network.Print(network.First)),
            call.Property("netmask", network.Print(network.Bits == 32 ? mask & uint.MaxValue : mask)),
            call.Property("firstUsable", network.Print(network.First + reserved)),
            call.Property("lastUsable", network.Print(network.Last - reserved)),
            call.Property("cidr", call.Number(network.Length)),
        ];
        if (network.Bits == 32)
        {
            properties.Insert(2, call.Property("broadcast", network.Print(network.Last)));
        }

        return call.Record([.. properties]);
    }

    private readonly record struct Network(UInt128 First, int Length, int Bits)
    {
        public UInt128 Last => Length == 0 && Bits == 128 ? UInt128.MaxValue : First + ((UInt128.One << (Bits - Length)) - 1);

        /// <summary>Whether the first and the last address are no hosts'.</summary>
        public bool HasReservedEnds => Bits == 32 && Length <= 30;

        /// <summary>Bits behind the prefix are cut off, as Azure does.</summary>
        public static Network? TryParse(Node node)
        {
            if (node is not Node.Text { Value: { Length: < 64 } text }
                || text.Split('/') is not [var addressText, var lengthText]
                || !IPAddress.TryParse(addressText, out var address)
                || !int.TryParse(lengthText, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                return null;
            }

            var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            if (length > bits || (bits == 32 && addressText.Count(c => c == '.') != 3))
            {
                return null;
            }

            var bytes = address.GetAddressBytes();
            var number = bits == 32 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
            var first = length == 0 ? UInt128.Zero : number >> (bits - length) << (bits - length);
            return new(first, length, bits);
        }

        public string Print(UInt128 address)
        {
            var bytes = new byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
            return new IPAddress(Bits == 32 ? bytes.AsSpan(12) : bytes).ToString();
        }

        public override string ToString() => $"{Print(First)}/{Conversion.Print(Length)}";
    }
}
