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

        if (call[1] is not Node.Number { Whole: >= -1 and var index })
        {
            return call.WrongType(1, "a host's index of 0 or more");
        }

        // Neither the first nor the last address of a range is a host's, of either family; -1 gives the first all the same.
        var offset = (UInt128)(index + 1);
        return offset < network.Last - network.First
            ? call.Text(network.Print(network.First + offset))
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
        List<Property> properties =
        [
            call.Property("network", network.Print(network.First)),
            call.Property("netmask", network.Print(network.Bits == 32 ? mask & uint.MaxValue : mask)),
            call.Property("firstUsable", network.Print(network.FirstUsable)),
            call.Property("lastUsable", network.Print(network.LastUsable)),
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

        /// <summary>Of IPv4 the address behind that of the network, unless the range is too small to have one.</summary>
        public UInt128 FirstUsable => Bits == 32 && Length <= 30 ? First + 1 : First;

        public UInt128 LastUsable => Bits == 128 ? Last : Length <= 30 ? Last - 1 : First;

        /// <summary>
        /// "address/length", "address/mask", or an address alone, which has the length of its class,
        /// and 64 when it is one of IPv6. Bits behind the prefix are cut off. Characters
        /// that stand in no address are left out, as Azure does.
        /// </summary>
        public static Network? TryParse(Node node)
        {
            if (node is not Node.Text { Value: { Length: < 64 } text })
            {
                return null;
            }

            string[] parts = string.Concat(text.Where(c => char.IsAsciiHexDigit(c) || c is '.' or '/' or ':' || char.IsWhiteSpace(c)))
                .Split([' ', '/'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0 || !IPAddress.TryParse(parts[0], out var address))
            {
                return null;
            }

            var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            var number = NumberOf(address);
            if ((parts.Length == 1 ? ClassLength(number, bits) : LengthOf(parts[1])) is not { } length || length > bits)
            {
                return null;
            }

            return new(length == 0 ? UInt128.Zero : number >> (bits - length) << (bits - length), length, bits);
        }

        private static UInt128 NumberOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
            ? BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : BinaryPrimitives.ReadUInt128BigEndian(address.GetAddressBytes());

        private static int ClassLength(UInt128 address, int bits) => bits == 128 ? 64 : (int)(address >> 29) switch
        {
            <= 3 => 8,
            <= 5 => 16,
            _ => 24,
        };

        /// <summary>Of a number, or of a mask whose ones are all before its zeros.</summary>
        private static int? LengthOf(string text)
        {
            if (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                return length;
            }

            if (!IPAddress.TryParse(text, out var mask))
            {
                return null;
            }

            var inverted = mask.AddressFamily == AddressFamily.InterNetwork ? ~NumberOf(mask) & uint.MaxValue : ~NumberOf(mask);
            return UInt128.IsPow2(inverted + 1) || inverted == UInt128.MaxValue ? (int)UInt128.PopCount(NumberOf(mask)) : null;
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
